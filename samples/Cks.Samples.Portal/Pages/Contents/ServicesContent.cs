using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Services;
using Cks.Scope;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>The viewer's services, and one of them with what can be done with it.</summary>
internal sealed class ServicesContent(PageLists lists, IScopeService scopes, ServiceDesk desk, Reach reach) : IPageContent
{
    public string Path => "/services";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        if (page[PageAddress.Code] is { } code)
            return await scopes.FindAsync(page.Me, "service", code.ToUpperInvariant(), cancellationToken) is { } row ? await OneAsync(page, row, cancellationToken) : null;
        var list = await lists.ReadAsync(page, reach.ListOf(page.Me, "services", "service"), ScopeSet.PageSize, cancellationToken);
        return list.IsFound
            ? Html.Of($"{RowTable.Write(page.Current.Label, list.Set, c => page.Link(Path, (PageAddress.Code, c)))}{PageLists.Turn(page, list.Set.Next)}")
            : PageLists.Missing(page, list.Reason);
    }

    private async Task<Html> OneAsync(PageRequest page, Row row, CancellationToken cancellationToken)
    {
        var code = RowTable.CodeOf(row);
        var can = page.MayWrite ? await desk.CanAsync(page.Me, code, cancellationToken) : [];
        var notes = row.TryGet("notes", out var written) ? written as string : null;
        return Html.Of($"""
            <h2>{code}</h2>
            {RowTable.Record(row)}
            <div class="row">{can.Where(a => a != ServiceAction.Notes.Name).Select(a => page.Form(AddressOf(a), Words.Of(a), of: code))}</div>
            {(can.Contains(ServiceAction.Notes.Name) ? Html.Of($"""
                <section class="panel"><h2>Notes</h2>{page.Form(AddressOf(ServiceAction.Notes.Name), "Save notes", Html.Of($"""<label>Notes <textarea name="notes" rows="4" maxlength="4000" dir="auto">{notes}</textarea></label>"""))}</section>
                """) : default)}
            <p><a href="{page.Link(Path)}">All services</a></p>
            """);

        string AddressOf(string action) => $"/services/{Uri.EscapeDataString(code)}/{action}";
    }
}
