"""Worlds for the scenarios. What fails is kept, with its folder named."""

import pathlib

import pytest

from audit import Auditor
from world import Market, World, wire


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        item.has_failed = outcome.get_result().failed


@pytest.fixture(scope="session")
def market(tmp_path_factory):
    return Market(tmp_path_factory.mktemp("market"))


@pytest.fixture
def world(request, market):
    """Makes worlds; `wired` puts a proxy between the daemon and the shim."""
    made = []

    def make(days=2, wired=False, config=None, **options):
        world = World(market, days=market.days[:days], **options)
        if wired:
            world.proxy = wire.Proxy(world.folder / "wire.sock", world.sim_socket)
            world.endpoint = world.proxy.listen
        world.write_config(**(config or {}))
        world.audit = Auditor(world)
        made.append(world)
        return world

    yield make
    for each in made:
        each.stop()
        if each.proxy:
            each.proxy.stop()
        if getattr(request.node, "has_failed", False):
            print(f"kept: {each.folder}")
        elif pathlib.Path(each.folder).exists():
            each.remove()
