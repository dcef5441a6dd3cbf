/// The style sheet of the report.
enum PageStyle {
    static let sheet = """
        :root{--bg:#fbfbf9;--panel:#fff;--ink:#1b1f24;--soft:#5a626b;--line:#e2e2dc;--grid:#e9e9e4;
        --own:#2459a6;--own-fill:#2459a626;--index:#b06a12;--gain:#2459a6;--loss:#b03a24;--loss-fill:#b03a2430;
        --rest:#c9ccd1;--r0:#1d4f91;--r1:#3f78c0;--r2:#79a6dc;--r3:#b4cfee;--heat:36,89,166;--cold:188,72,42;--bad:#b03a24}
        @media(prefers-color-scheme:dark){:root{--bg:#14171a;--panel:#1a1e22;--ink:#e3e6e8;--soft:#9aa3ac;--line:#2c3238;
        --grid:#252a30;--own:#74adf0;--own-fill:#74adf02e;--index:#e3a04f;--gain:#85b6f2;--loss:#f08d73;
        --loss-fill:#f08d7338;--rest:#3a4149;--r0:#9cc4f5;--r1:#6d9dda;--r2:#4871ab;--r3:#34537f;--heat:84,146,224;--cold:226,110,80;--bad:#ff9b82}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
        "Noto Sans","PingFang SC","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:1080px;margin:0 auto;padding:28px 24px 64px}
        h1{font-size:25px;line-height:1.25;margin:0 0 2px;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
        h2{font-size:17px;margin:0 0 10px;font-weight:650}
        h3{font-size:14px;margin:18px 0 6px;font-weight:600}
        p{margin:0 0 10px;max-width:75ch}
        p.soft,figcaption,.soft{color:var(--soft)}
        p.soft{font-size:13.5px}
        section{margin-top:34px;padding-top:18px;border-top:1px solid var(--line)}
        a{color:var(--own);text-decoration:none}
        a:hover,a:focus{text-decoration:underline}
        nav{margin-top:16px;font-size:13.5px;line-height:1.9}
        nav a{margin-right:14px;white-space:nowrap}
        .bad{color:var(--bad);font-weight:600}
        p.bad{border-left:3px solid var(--bad);padding-left:10px}
        .key{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;background:var(--line);
        border:1px solid var(--line);margin:18px 0 0}
        .key div{background:var(--panel);padding:10px 14px 11px}
        .key dt{font-size:12.5px;color:var(--soft)}
        .key dd{margin:0;font-size:17px;line-height:1.35;font-weight:550;overflow-wrap:anywhere}
        .key dd small{font-size:12.5px;color:var(--soft);font-weight:400}
        .key .first small{display:block;letter-spacing:0}
        .key .first dd{font-size:25px;line-height:1.3;font-weight:600;letter-spacing:-.01em}
        .loss{color:var(--loss)}
        figure{margin:0 0 8px}
        figcaption{font-size:13px;margin-bottom:10px;display:flex;flex-wrap:wrap;gap:2px 18px}
        .mark{display:inline-block;width:14px;height:3px;margin:0 6px 0 0;vertical-align:middle;background:currentColor}
        .mark.area{height:10px;width:10px}
        .own{color:var(--own)}.index{color:var(--index)}.rest{color:var(--rest)}
        figcaption span>b{color:var(--ink);font-weight:550}
        svg.chart{display:block;width:calc(100% - 56px);margin-left:52px;overflow:visible}
        svg.chart svg{overflow:visible}
        svg text{font-size:11.5px;fill:var(--soft)}
        svg .grid{stroke:var(--grid)}svg .zero{stroke:var(--soft);stroke-opacity:.55}
        svg path{vector-effect:non-scaling-stroke;stroke-linejoin:round}
        svg .line{fill:none;stroke-width:1.6}
        svg .thin{stroke-width:1.1}
        svg .s-own{stroke:var(--own)}svg .s-index{stroke:var(--index)}svg .s-loss{stroke:var(--loss)}
        svg .f-own,svg .f-loss{fill-opacity:.82}svg .f-own{fill:var(--own)}svg .f-own-soft{fill:var(--own-fill)}svg .f-loss{fill:var(--loss)}
        svg .f-loss-soft{fill:var(--loss-fill)}.rest{fill:var(--rest)}
        svg .stack{stroke:var(--bg);stroke-width:.6}
        .c0{fill:#4269d0;color:#4269d0}.c1{fill:#efb118;color:#efb118}.c2{fill:#ff725c;color:#ff725c}
        .c3{fill:#6cc5b0;color:#6cc5b0}.c4{fill:#3ca951;color:#3ca951}.c5{fill:#ff8ab7;color:#ff8ab7}
        .c6{fill:#a463f2;color:#a463f2}.c7{fill:#97bbf5;color:#97bbf5}.c8{fill:#9c6b4e;color:#9c6b4e}
        .r0{fill:var(--r0);color:var(--r0)}.r1{fill:var(--r1);color:var(--r1)}.r2{fill:var(--r2);color:var(--r2)}
        .r3{fill:var(--r3);color:var(--r3)}
        .c9{fill:#1f9aa8;color:#1f9aa8}
        .box{overflow-x:auto;margin:0 0 12px}
        table{border-collapse:collapse;font-size:13.5px;line-height:1.35;min-width:min(100%,660px)}
        table.wide{min-width:100%}
        .sum td{font-weight:600}
        th,td{padding:4px 10px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
        th{font-weight:500;white-space:normal;min-width:4.2em;color:var(--soft);font-size:12.5px;vertical-align:bottom}
        th.t,td.t{text-align:left}
        td.w{text-align:left;white-space:normal;min-width:15em}
        th:first-child,td:first-child{padding-left:0}
        th:last-child,td:last-child{padding-right:0}
        tbody tr:last-child td{border-bottom:0}
        .code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12.5px}
        time{white-space:nowrap}
        .months th{min-width:0}
        .months td,.months th{padding:5px 6px;text-align:right;border:1px solid var(--bg)}
        .months td:first-child,.months th:first-child{text-align:left;padding-left:0;
        position:sticky;left:0;background:var(--bg);font-weight:550}
        .months .y{border-left:8px solid var(--bg);font-weight:550}
        .g1{background:rgba(var(--heat),.10)}.g2{background:rgba(var(--heat),.22)}.g3{background:rgba(var(--heat),.36)}
        .g4{background:rgba(var(--heat),.52)}.l1{background:rgba(var(--cold),.10)}.l2{background:rgba(var(--cold),.22)}
        .l3{background:rgba(var(--cold),.36)}.l4{background:rgba(var(--cold),.52)}
        .bar{width:30%;min-width:90px}
        .bar i{display:block;height:9px;background:var(--own);min-width:1px}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:0 36px}
        .pair>div{min-width:0}
        details{border-top:1px solid var(--line)}
        details details{margin-left:14px}
        summary{cursor:pointer;padding:5px 0;font-size:13.5px}
        pre{margin:0 0 10px;overflow-x:auto;font:12px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",
        "Noto Sans Mono CJK SC",monospace}
        pre b{font-weight:500;color:var(--soft)}
        .facts td{white-space:normal;overflow-wrap:anywhere}
        .facts td.t:first-child{color:var(--soft);width:34%;min-width:9em;vertical-align:top}
        .facts td{text-align:left}
        @media(max-width:640px){th,td{padding:4px 7px}td.w{min-width:9em}.bar,th:empty{display:none}main{padding:18px 14px 48px}.key{grid-template-columns:repeat(2,1fr)}
        .key div{padding:8px 10px}.key .first dd{font-size:21px}h1{font-size:21px}
        svg .odd{display:none}svg.chart{width:calc(100% - 46px);margin-left:44px}details details{margin-left:6px}}
        @media print{:root{--bg:#fff;--panel:#fff;--ink:#000;--soft:#444}body{font-size:10.5pt}main{max-width:none;padding:0}
        nav{display:none}section{break-inside:auto;margin-top:18px;padding-top:10px}figure,tr,.key{break-inside:avoid}
        h2,h3{break-after:avoid}.box,pre{overflow:visible}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}

        """
}
