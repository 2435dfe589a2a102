using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Cks.HubConfig.AspNetCore;

/// <summary>
/// How many items the widget that asks shows: a parameter of a handler, filled from <c>?widget=ID</c> and the hub of whoever asks. Only a widget of theirs that reads from the path that was asked for has a say;
/// it can only lessen what the endpoint answers.
/// </summary>
public sealed class HubLimit : IBindableFromHttpContext<HubLimit>
{
    private HubLimit(int? maxItems) => MaxItems = maxItems;

    /// <summary>No limit beyond that of the endpoint.</summary>
    public static HubLimit None { get; } = new(null);

    /// <summary><c>maxItems</c> of the widget, 1 to 500; <see langword="null"/> where no widget asks, or it sets none.</summary>
    public int? MaxItems { get; }

    /// <summary>The limit within that of the endpoint.</summary>
    /// <param name="most">Most items that the endpoint answers.</param>
    public int Within(int most) => MaxItems is { } limit && limit < most ? limit : most;

    static async ValueTask<HubLimit?> IBindableFromHttpContext<HubLimit>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (context.Request.Query["widget"] is not [{ Length: > 0 } id] || await CallerView.OfAsync(context).ConfigureAwait(false) is not { } view)
            return None;
        var path = context.Request.Path.Value;
        return view.FindWidget(id) is { MaxItems: { } most } widget && widget.DataSource.Value == path ? new(most) : None;
    }
}
