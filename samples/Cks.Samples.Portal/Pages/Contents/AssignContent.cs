using Cks.Core;
using Cks.Samples.Portal.Moves;
using Cks.Scope;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>Who is put under whom: by code, and for those who are under nobody right in their row.</summary>
internal sealed class AssignContent(AssignmentDesk desk, Tree tree, SnapshotStore<ScopeModel> model) : IPageContent
{
    private const string Entity = "entity";

    public string Path => "/assign";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var sections = new List<Html>();
        foreach (var entity in model.Current.Value.Entities)
            if (tree.ParentOf(entity) is { } up && (page[Entity] is not { } one || one == entity.Name))
                sections.Add(await SectionAsync(page, entity.Name, up.From.Name, cancellationToken));
        return sections.Count == 0 ? null : Html.Of($"""
            {Panel("Assign", page.Form("/assign", "Assign", Html.Of($"{Field("Code", "code")}{Field("Code of the new parent", "parent")}")), page)}
            {Panel("Unassign", page.Form("/assign/remove", "Unassign", Field("Code", "code")), page)}
            {sections}
            """);
    }

    private async Task<Html> SectionAsync(PageRequest page, string entity, string parent, CancellationToken cancellationToken)
    {
        var found = await desk.UnassignedAsync(page.Me, entity, page[Entity] is null ? null : page[PageAddress.After], cancellationToken);
        var content = !found.IsDone ? PageLists.TooOld(page)
            : found.Value.Items.Count == 0 ? Html.Of($"<p>There is none.</p>")
            : Html.Of($"""<ul class="feed">{found.Value.Items.Select(row => Item(page, row, parent))}</ul>{PageLists.Turn(page, found.Value.Next, (Entity, entity))}""");
        return Html.Of($"""<section aria-labelledby="h-{entity}"><h2 id="h-{entity}">{Words.Of(entity)} under nobody</h2>{content}</section>""");
    }

    private static Html Item(PageRequest page, UnassignedRow row, string parent)
    {
        var fields = Html.Of($"""<input type="hidden" name="code" value="{row.Code}"><label>{Words.Of(parent)} <input name="parent" required autocomplete="off" aria-label="{Words.Of(parent)} for {row.Code}"></label> """);
        return Html.Of($"""<li data-code="{row.Code}"><div>{row.Code} <span dir="auto">{row.Name}</span></div>{page.Form("/assign", "Assign", fields, row.Code)}</li>""");
    }

    private static Html Field(string label, string name) => Html.Of($"""<label>{label} <input name="{name}" required autocomplete="off"></label>""");

    private static Html Panel(string title, Html form, PageRequest page) => !page.MayWrite ? default : Html.Of($"""<section class="panel"><h2>{title}</h2>{form}</section>""");
}
