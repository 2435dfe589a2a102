using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Cks.HubConfig.AspNetCore;

/// <summary>
/// How many items the widget that asks shows: a parameter of a handler, filled from <c>?widget=ID</c> and the hub of whoever asks. Only a widget of theirs that reads from the path that was asked for has a say;
/// it can only lessen what the endpoint answers. The default value sets no limit.
/// </summary>
public readonly record struct HubLimit
{
    private HubLimit(int? maxItems) => MaxItems = maxItems;

    /// <summary><c>maxItems</c> of the widget, 1 to 500; <see langword="null"/> where no widget asks, or it sets none.</summary>
    public int? MaxItems { get; }

    /// <summary>The limit within that of the endpoint.</summary>
    /// <param name="most">Most items that the endpoint answers.</param>
    public int Within(int most) => MaxItems is { } limit && limit < most ? limit : most;

    /// <summary>Fills the parameter; called by the framework.</summary>
    /// <param name="context">The request.</param>
    /// <param name="parameter">The parameter.</param>
    public static async ValueTask<HubLimit> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.Query["widget"] is not [{ Length: > 0 } id] || await CallerView.OfAsync(context).ConfigureAwait(false) is not { } view)
            return default;
        var path = context.Request.Path.Value;
        return new(view.Widgets.FirstOrDefault(w => w.Id == id && w.DataSource.Value == path)?.MaxItems);
    }
}
