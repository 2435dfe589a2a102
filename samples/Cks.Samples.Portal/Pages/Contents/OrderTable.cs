using Cks.Samples.Portal.Orders;
using Cks.Scope;

namespace Cks.Samples.Portal.Pages.Contents;

/// <summary>Orders as a table, with one form for each action that the decisions allow on the very order.</summary>
internal sealed class OrderTable(OrderDesk desk, PageLists lists)
{
    private const string CrewChoices = "crew-choices";
    private static readonly Html Reason = Html.Of($"""<label>Reason <input name="reason" required maxlength="1000"></label>""");
    private static readonly Html Crew = Html.Of($"""<label>Crew <input name="crew" required list="{CrewChoices}" autocomplete="off"></label>""");

    public async Task<Html> WriteAsync(PageRequest page, ScopeSet set, CancellationToken cancellationToken)
    {
        if (!page.MayWrite)
            return RowTable.Write(page.Current.Label, set);
        var can = await desk.CanAsync(page.Me, [.. set.Items.Select(RowTable.CodeOf)], cancellationToken);
        var crew = can.Values.Any(actions => actions.Contains(OrderAction.RequestCrew.Name)) ? await lists.ChoicesAsync(page.Me, "crew", cancellationToken) : null;
        var table = RowTable.Write(page.Current.Label, set, actions: code => Html.Of($"""<div class="row">{can.GetValueOrDefault(code, []).Select(action => Action(page, code, action))}</div>"""));
        return crew is null ? table : Html.Of($"""{table}<datalist id="{CrewChoices}">{crew.Select(Choice.Option)}</datalist>""");
    }

    private static Html Action(PageRequest page, string code, string action)
    {
        var (address, words) = ($"/orders/{Uri.EscapeDataString(code)}/{action}", Words.Of(action));
        var fields = action == OrderAction.Reject.Name ? Reason : action == OrderAction.RequestCrew.Name ? Crew : default;
        // What needs a field is folded, so that a row stays a row.
        return fields.IsNone
            ? page.Form(address, words, of: code)
            : Html.Of($"""<details><summary aria-label="{words} {code}">{words}</summary>{page.Form(address, words, fields, code)}</details>""");
    }
}
