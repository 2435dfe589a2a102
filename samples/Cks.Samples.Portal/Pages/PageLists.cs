using Cks.Rbac;
using Cks.Scope;
using Microsoft.AspNetCore.Components;

namespace Cks.Samples.Portal.Pages;

/// <summary>Reads the lists that pages show.</summary>
internal sealed class PageLists(IScopeService scopes)
{
    /// <summary>Rows on a page where something can be done with each.</summary>
    public const int WithActions = 50;

    private const int MostChoices = 1_000;

    /// <summary>The page of a list that the address asks for.</summary>
    public ValueTask<ScopeList> ReadAsync(PageRequest page, string set, int limit, CancellationToken cancellationToken, string? status = null) => scopes.ListAsync(
        page.Me,
        set,
        new() { After = page[PageAddress.After], Limit = limit, Filter = status is null ? [] : [FieldFilter.Is("status", status)], Count = ScopeCount.Capped },
        cancellationToken);

    /// <summary>The rows of a list as something to choose from; <see langword="null"/> when the viewer has no such list.</summary>
    public async Task<IReadOnlyList<Choice>?> ChoicesAsync(Subject me, string set, CancellationToken cancellationToken, int most = MostChoices)
    {
        var (choices, after) = (new List<Choice>(), (string?)null);
        do
        {
            if (await scopes.ListAsync(me, set, new() { After = after, Limit = most }, cancellationToken) is not { IsFound: true, Set: var rows })
                return null;
            choices.AddRange(rows.Items.Select(row => new Choice(RowTable.CodeOf(row), NameOf(row))));
            after = rows.Next;
        }
        while (after is not null && choices.Count < most);
        return choices;
    }

    /// <summary>What a page shows whose list is not found; a list that the viewer does not have is no page at all.</summary>
    public static RenderFragment? Missing(PageRequest page, ScopeListReason reason) => reason == ScopeListReason.UnknownSet ? null : TooOld(page);

    /// <summary>What stands in the place of a list whose cursor is not one of it.</summary>
    public static Html TooOld(PageRequest page) =>
        Html.Of($"""<p class="message refused" role="alert">The address is too old or was changed.</p><p><a href="{page.Link(page.Path)}">Show the list from the beginning</a></p>""");

    /// <summary>The links that turn the pages of a list.</summary>
    public static Html Turn(PageRequest page, string? next, params ReadOnlySpan<(string Name, string? Value)> keep)
    {
        var first = page[PageAddress.After] is null ? default : Html.Of($"""<a href="{page.Link(page.Path, keep)}">First page</a> """);
        var following = next is null ? default : Html.Of($"""<a rel="next" href="{page.Link(page.Path, [.. keep, (PageAddress.After, next)])}">Next page</a>""");
        return first.IsNone && following.IsNone ? default : Html.Of($"<p>{first}{following}</p>");
    }

    private static string NameOf(Row row) => Words.Display(row.TryGet("name", out var name) || row.TryGet("title", out name) ? name : null);
}
