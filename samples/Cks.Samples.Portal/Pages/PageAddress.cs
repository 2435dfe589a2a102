namespace Cks.Samples.Portal.Pages;

/// <summary>Addresses of the hub's pages, and the names in their queries.</summary>
internal static class PageAddress
{
    /// <summary>Cursor of a page of a list.</summary>
    public const string After = "after";

    /// <summary>Quick action whose form is shown.</summary>
    public const string Start = "new";

    /// <summary>Code of the one record that is shown.</summary>
    public const string Code = "code";

    /// <summary>In a form, the page that it was on.</summary>
    public const string Back = "back";

    /// <summary>An address below <c>/hub</c>; parameters without value are left out.</summary>
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var address = path == "/" ? "/hub" : "/hub" + path;
        var separator = '?';
        foreach (var (name, value) in query)
            if (!string.IsNullOrEmpty(value))
            {
                address += $"{separator}{name}={Uri.EscapeDataString(value)}";
                separator = '&';
            }

        return address;
    }
}
