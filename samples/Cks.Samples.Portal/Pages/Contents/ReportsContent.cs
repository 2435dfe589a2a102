using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Reports;
using Cks.Scope;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>Reports and feedback, one of them with what can be done with it, and the forms for new ones.</summary>
internal sealed class ReportsContent(PageLists lists, IScopeService scopes, ReportDesk desk, Reach reach) : IPageContent
{
    public const string Report = "createReport";
    public const string Feedback = "createFeedback";

    // The newest are what somebody writes about.
    private const int MostOrders = ScopeSet.PageSize;

    private static readonly Choice[] Priorities = [new("", "-"), new("LOW", "Low"), new("MEDIUM", "Medium"), new("HIGH", "High")];
    private static readonly Choice[] Ratings = [.. Enumerable.Range(1, 5).Select(r => new Choice($"{r}", ""))];

    public string Path => "/reports";

    public IReadOnlyList<string> Starts => [Report, Feedback];

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        if (page[PageAddress.Code] is { } code)
            return await scopes.FindAsync(page.Me, "report", code.ToUpperInvariant(), cancellationToken) is { } row ? await OneAsync(page, row, cancellationToken) : null;
        var list = await lists.ReadAsync(page, reach.ListOf(page.Me, "reports", "report"), ScopeSet.PageSize, cancellationToken);
        if (!list.IsFound)
            return PageLists.Missing(page, list.Reason);
        return Html.Of($"""
            {(page.Started is { } started ? await NewAsync(page, started.Action, started.Label, cancellationToken) : default)}
            {RowTable.Write(page.Current.Label, list.Set, c => page.Link(Path, (PageAddress.Code, c)))}
            {PageLists.Turn(page, list.Set.Next)}
            """);
    }

    private async Task<Html> OneAsync(PageRequest page, Row row, CancellationToken cancellationToken)
    {
        var code = RowTable.CodeOf(row);
        var can = page.MayWrite ? await desk.CanAsync(page.Me, code, cancellationToken) : [];
        return Html.Of($"""
            <h2>{code}</h2>
            {RowTable.Record(row)}
            <div class="row">{can.Select(a => page.Form($"/reports/{Uri.EscapeDataString(code)}/{a}", Words.Of(a), of: code))}</div>
            <p><a href="{page.Link(Path)}">All reports</a></p>
            """);
    }

    private async Task<Html> NewAsync(PageRequest page, string action, string label, CancellationToken cancellationToken)
    {
        if (action is not (Report or Feedback))
            return default;
        var orders = await lists.ChoicesAsync(page.Me, "orders", cancellationToken, MostOrders) ?? [];
        var services = await lists.ChoicesAsync(page.Me, "services", cancellationToken) ?? [];
        var about = Html.Of($"""
            <option value="">Choose</option><option value="procedure">A procedure</option><option value="other">Something else</option>
            {Group("Orders", "order", orders)}{Group("Services", "service", services)}
            """);
        var fields = Html.Of($"""
            <input type="hidden" name="{PageAddress.Start}" value="{action}">
            <input type="hidden" name="kind" value="{(action == Report ? "report" : "feedback")}">
            {Choice.Select("What it is about", "about", about, isRequired: true)}
            <label>Title <input name="title" required maxlength="200"></label>
            <label>Text (optional) <textarea name="body" rows="5" maxlength="5000"></textarea></label>
            {Choice.Select("Priority (optional)", "priority", Html.Of($"{Priorities.Select(p => Choice.Named(p))}"), isRequired: false)}
            {(action == Feedback ? Choice.Select("Rating from 1 to 5 (optional)", "rating", Ratings, isRequired: false) : default)}
            """);
        return Html.Of($"""<section class="panel"><h2>{label}</h2>{page.Form("/reports", "Send", fields)}</section>""");
    }

    private static Html Group(string label, string kind, IReadOnlyList<Choice> choices) => choices.Count == 0
        ? default
        : Html.Of($"""<optgroup label="{label}">{choices.Select(c => Html.Of($"""<option value="{kind}:{c.Code}">{c.Code} {c.Name}</option>"""))}</optgroup>""");
}
