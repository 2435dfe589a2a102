using Cks.HubConfig;

namespace Cks.Samples.Portal.Pages;

/// <summary>How the hub looks. The colours of a hub are drawn as lines only, because no text is sure to be readable in them or on them.</summary>
internal static class PageStyle
{
    public static Html Of(HubView view) => Html.Of($$"""
        :root { --primary: {{view.Theme.PrimaryColor}}; --accent: {{view.Theme.AccentColor}}; }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1f2937; background: #f9fafb; }
        .skip { position: absolute; left: -999px; background: #fff; padding: .5rem 1rem; }
        .skip:focus { left: 1rem; top: 1rem; }
        header { background: #fff; border-top: 6px solid var(--primary); border-bottom: 1px solid #d1d5db; padding: .75rem 1.5rem; display: flex; align-items: center; gap: 1rem; flex-wrap: wrap; }
        header p { margin: 0; } .hub { font-weight: 700; } header p:nth-of-type(2) { margin-inline-start: auto; }
        .layout { display: flex; align-items: flex-start; flex-wrap: wrap; }
        nav { flex: 0 0 13rem; padding: 1rem; } nav ul { list-style: none; margin: 0; padding: 0; }
        nav a { display: block; padding: .5rem .75rem; color: #1f2937; text-decoration: none; border-inline-start: 4px solid transparent; }
        nav a:hover { text-decoration: underline; } nav a[aria-current] { border-color: var(--primary); background: #fff; font-weight: 600; }
        a { color: #1d4ed8; }
        a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible, summary:focus-visible, main:focus-visible, .scroll:focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
        main { flex: 1 1 30rem; padding: 1rem 1.5rem; min-width: 0; } h1 { margin-top: 0; } h2 { font-size: 1.2rem; margin: 1.5rem 0 .5rem; }
        .message { background: #ecfdf5; border-inline-start: 6px solid #047857; padding: .75rem 1rem; } .refused { background: #fef2f2; border-color: #b91c1c; }
        .actions { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; padding: 0; margin: 0 0 1rem; }
        button, .button { font: inherit; color: #1f2937; background: #fff; border: 1px solid #4b5563; border-radius: .35rem; padding: .25rem .75rem; cursor: pointer; text-decoration: none; display: inline-block; }
        button:hover, .button:hover { background: #e5e7eb; }
        .panel button { background: #1f2937; color: #fff; padding: .4rem 1.2rem; } .panel button:hover { background: #374151; }
        input, select, textarea { font: inherit; color: inherit; background: #fff; border: 1px solid #6b7280; border-radius: .35rem; padding: .3rem .5rem; max-width: 100%; }
        .panel { background: #fff; border: 1px solid #d1d5db; border-top: 4px solid var(--accent); border-radius: .5rem; padding: 1rem 1.25rem; margin-bottom: 1.5rem; max-width: 44rem; }
        .panel h2 { margin-top: 0; } .panel form > label, .panel .field { display: block; margin-bottom: .75rem; } .panel label > input, .panel .field > select, .panel label > textarea { display: block; width: 100%; }
        .panel fieldset { border: 1px solid #d1d5db; border-radius: .35rem; margin: 0 0 .75rem; display: grid; grid-template-columns: 1fr 8rem; gap: 0 1rem; }
        .row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; } .row form, form.row { display: flex; gap: .5rem; align-items: end; }
        form.row { margin-bottom: 1rem; } details > form { padding: .5rem 0; display: flex; gap: .5rem; align-items: end; } summary { cursor: pointer; padding: .25rem 0; white-space: nowrap; }
        .grid { display: grid; align-items: start; gap: 1rem; grid-template-columns: repeat(3, minmax(0, 1fr)); }
        .widget { background: #fff; border: 1px solid #d1d5db; border-top: 4px solid var(--accent); border-radius: .5rem; padding: 1rem; min-width: 0; }
        .widget h2 { margin: 0 0 .5rem; font-size: 1.1rem; } .widget ul, .feed { list-style: none; margin: 0; padding: 0; } .widget li, .feed li { padding: .4rem 0; border-bottom: 1px solid #e5e7eb; }
        .feed li { display: flex; gap: 1rem; align-items: start; justify-content: space-between; background: #fff; padding: .6rem 1rem; } .note { color: #4b5563; font-size: .9rem; }
        dl.numbers { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 0; } dt { color: #4b5563; font-size: .9rem; } dd { margin: 0; overflow-wrap: anywhere; } .numbers dd { font-size: 1.75rem; font-weight: 700; }
        dl.record { display: grid; grid-template-columns: 12rem 1fr; gap: .4rem 1rem; background: #fff; border: 1px solid #d1d5db; border-radius: .5rem; padding: 1rem; margin: 0 0 1rem; }
        .scroll { overflow-x: auto; margin-bottom: 1rem; } table { border-collapse: collapse; background: #fff; width: 100%; } caption { text-align: start; padding: .5rem 0; color: #4b5563; }
        th, td { text-align: start; vertical-align: top; padding: .4rem .75rem; border-bottom: 1px solid #e5e7eb; } thead th { white-space: nowrap; } tbody th { white-space: nowrap; font-weight: 600; }
        td { max-width: 24rem; min-width: 8rem; overflow-wrap: break-word; } td.do { max-width: none; white-space: nowrap; } td .row { flex-wrap: nowrap; align-items: start; }
        {{view.Widgets.Select(w => Html.Of($$"""#w-{{w.Id}} { grid-area: {{w.GridArea}}; }"""))}}
        @media (max-width: 60rem) { .grid { display: block; } .widget { margin-bottom: 1rem; } nav { flex-basis: 100%; } dl.record { display: block; } }
        """);
}
