using Cks.Core;
using Cks.Scope;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>The viewer's own record.</summary>
internal sealed class ProfileContent(IScopeService scopes, SnapshotStore<ScopeModel> model) : IPageContent
{
    public string Path => "/profile";

    public async Task<RenderFragment?> WriteAsync(PageRequest page, CancellationToken cancellationToken) =>
        model.Current.Value.EntityOfCode(page.Me.Code) is { } entity && await scopes.FindAsync(page.Me, entity.Name, page.Me.Code, cancellationToken) is { } row
            ? RowTable.Record(row)
            : null;
}
