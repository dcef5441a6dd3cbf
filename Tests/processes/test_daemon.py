"""Starting, refusing, stopping."""

import os
import signal
import socket
import subprocess

import pytest

from conftest import BIN, PATIENCE_S, ROOT, run, wait_for


def test_the_documented_configuration_is_a_valid_one(tmp_path):
    text = (ROOT / "config" / "qmtd.toml").read_text()
    config = tmp_path / "qmtd.toml"
    config.write_text(text)
    checked = run("qmtd", "check", "--config", config)
    assert "ok       configuration" in checked.stdout
    # Its secret and calendar are not there, which is a matter of configuration too.
    assert checked.returncode == 78
    assert "secret" in checked.stdout and "calendar" in checked.stdout


@pytest.mark.parametrize(
    "extra, place",
    [
        ("[execution]\nwindow_strat = \"09:31:00\"", "execution.window_strat"),
        ("[execution]\nwindow_start = 931", "execution.window_start"),
        ("[execution]\nwindow_start = \"25:00\"", "execution.window_start"),
        ("[risk]\nstop_loss = \"8 %\"", "risk.stop_loss"),
        ("[fees]\ncommission_rate = 0.00025", "fees.commission_rate"),
        ("[nonsense]\nkey = 1", "nonsense"),
        ("[execution", "line"),
    ],
)
def test_L01_a_bad_configuration_is_refused_with_its_place(world, extra, place):
    world = world()
    world.write_config(extra=extra)
    for command in ("check", "run"):
        refused = run("qmtd", command, "--config", world.config)
        assert refused.returncode == 78, refused.stdout + refused.stderr
        assert place in refused.stderr


def test_L07_a_secret_that_others_may_read_is_refused(world):
    world = world()
    world.write_config()
    (world.folder / "bridge.secret").chmod(0o644)
    refused = run("qmtd", "run", "--config", world.config)
    assert refused.returncode == 78
    assert "chmod 600" in refused.stderr


def test_usage_is_exit_code_2():
    for program in ("qmtd", "qmtctl", "qmtsim", "qmtlab"):
        assert run(program, "nonsense").returncode == 2
        assert run(program, "--help").returncode == 0


def test_B01_P12_it_is_ready_without_the_qmt_side_and_says_so_to_the_service_manager(world):
    world = world()
    world.write_config()
    path = world.folder / "notify.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path))
        manager.settimeout(PATIENCE_S)
        daemon = world.start_daemon(environment={"NOTIFY_SOCKET": str(path)})
        messages = []
        while not any("READY=1" in message for message in messages):
            messages.append(manager.recv(4096).decode())
        assert any("not trading" in message for message in messages)
        daemon.send_signal(signal.SIGTERM)
        while not any("STOPPING=1" in message for message in messages):
            messages.append(manager.recv(4096).decode())
    assert daemon.wait(timeout=PATIENCE_S) == 0


def middle_of_a_day(world, orders):
    """A wired daemon whose day goes no further before the proxy lets go: however long a test takes, it still trades."""
    world.proxy.hold("2026-09-02T09:35:00")
    world.start_sim()
    world.write_config()
    world.start_daemon()
    wait_for("orders", lambda: len(world.submitted()) >= orders)


def test_P02_sigterm_stops_cleanly_in_the_middle_of_a_day(world):
    world = world(wired=True)
    middle_of_a_day(world, 3)
    world.terminate()
    world.proxy.let_go()
    world.start_daemon()
    world.finish()
    assert "did not end cleanly" not in world.daemon_log.read_text()


def test_P10_a_killed_run_is_reported_by_the_next(world):
    world = world(wired=True)
    middle_of_a_day(world, 3)
    world.kill(world.daemon)
    world.proxy.let_go()
    world.start_daemon()
    world.finish()
    assert "did not end cleanly" in world.daemon_log.read_text()


def test_A15_of_two_daemons_on_one_journal_one_trades(world):
    world = world(wired=True)
    middle_of_a_day(world, 1)
    second = run("qmtd", "run", "--config", world.config)
    assert second.returncode == 1
    # Whichever lock it meets first, it says who is in the way and what to do.
    assert "stop it first" in second.stderr or "stop that one first" in second.stderr
    world.proxy.let_go()
    world.finish()


def test_B10_another_account_is_refused(world):
    world = world()
    world.start_sim()
    world.write_config()
    world.config.write_text(world.config.read_text().replace('"88001234"', '"99001234"'))
    daemon = world.start_daemon()
    wait_for("the refusal", lambda: "another account" in world.daemon_log.read_text())
    assert daemon.poll() is None
    assert world.submitted() == []


def test_L06_M05_no_secret_and_no_account_number_in_the_log(world):
    world = world()
    world.run_whole()
    log = world.daemon_log.read_text()
    assert "88001234" not in log
    assert (world.folder / "bridge.secret").read_text() not in log


def test_G01_a_broken_delivery_trades_nothing(world, tmp_path):
    world = world()
    targets = world.folder / "targets"
    targets.mkdir(mode=0o700)
    whole = (world.market / "tables" / "targets" / "2026-09-01.csv").read_bytes()
    (targets / "2026-09-01.csv").write_bytes(whole[: len(whole) * 2 // 3])
    os.chmod(targets / "2026-09-01.csv", 0o600)
    world.start_sim()
    world.write_config()
    world.config.write_text(
        world.config.read_text().replace(f'directory = "{world.market}/tables/targets"', 'directory = "targets"'))
    world.start_daemon()
    world.finish()
    assert world.submitted() == []
    assert "2026-09-01.csv" in world.daemon_log.read_text()


def test_over_loopback_tcp_with_a_free_port(world):
    world = world(last="2026-09-02", tcp=True)
    endpoint = world.start_sim()
    assert endpoint.startswith("tcp://127.0.0.1:") and not endpoint.endswith(":0")
    world.write_config()
    world.start_daemon()
    world.finish()
    assert len(world.submitted()) >= 10


def test_programs_say_their_version():
    for program in ("qmtd", "qmtctl", "qmtsim", "qmtlab"):
        said = subprocess.run([BIN / program, "--version"], capture_output=True, text=True)
        assert said.stdout.strip() == "0.1.0"
