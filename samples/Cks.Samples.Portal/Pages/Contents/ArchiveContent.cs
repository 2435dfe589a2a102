using Cks.Rbac;
using Cks.Samples.Portal.Moves;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>What ended, and the forms that end, revive and delete.</summary>
internal sealed class ArchiveContent(ArchiveDesk desk, Reach reach, IPolicyDecisionPoint decisions) : IPageContent
{
    public static CapabilityId Delete { get; } = CapabilityId.Of(Caps.Archive.Delete);

    public string Path => "/archive";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var archived = await desk.ListAsync(page.Me, cancellationToken);
        var kinds = reach.Everything(page.Me).Where(Belongings.All.ContainsKey).Select(e => new Choice(e, Words.Of(e)));
        var mayDelete = decisions.Check(page.Me, Delete).IsPermitted;
        return Html.Of($"""
            {(page.MayWrite ? Html.Of($"""<section class="panel"><h2>Archive</h2>{page.Form("/archive", "Archive", New(kinds))}</section>""") : default)}
            <h2>Archived</h2>
            {(archived.Items.Count == 0 ? Html.Of($"<p>There is nothing here.</p>") : default)}
            <ul class="feed">{archived.Items.Select(entry => Item(page, entry, mayDelete))}</ul>
            {(archived.More ? Html.Of($"<p>There is more: these are the latest {archived.Items.Count}.</p>") : default)}
            """);
    }

    private static Html New(IEnumerable<Choice> kinds) => Html.Of($"""
        {Choice.Select("Kind", "entity", Html.Of($"""<option value="">Choose</option>{kinds.Select(k => Choice.Named(k))}"""), isRequired: true)}
        <label>Code <input name="code" required autocomplete="off"></label>
        <label>Reason (optional) <input name="reason" maxlength="1000"></label>
        """);

    private static Html Item(PageRequest page, ArchiveEntry entry, bool mayDelete)
    {
        var which = Html.Of($"""<input type="hidden" name="entity" value="{entry.Entity}"><input type="hidden" name="code" value="{entry.Code}">""");
        var delete = !page.MayWrite || !mayDelete ? default : Html.Of($"""
            <details><summary aria-label="Delete for good: {entry.Code}">Delete for good</summary>{page.Form("/archive/delete", "Delete for good", Html.Of($"""{which}<label><input type="checkbox" name="confirm" value="true" required> It cannot be undone</label>"""), entry.Code)}</details>
            """);
        return Html.Of($"""
            <li data-code="{entry.Code}"><div>{Words.Of(entry.Entity)} {entry.Code} <span dir="auto">{entry.Reason}</span><br>
            <span class="note">By {entry.ArchivedBy}, {Words.Display(entry.ArchivedAt)}; kept until {Words.Display(entry.DeleteAfter)}</span></div>
            <div class="row">{page.Form("/archive/restore", "Restore", which, entry.Code)}{delete}</div></li>
            """);
    }
}
