namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>The fields of the form, which <see cref="FormGuard"/> has read before anybody looks at them.</summary>
internal sealed class FormValues(HttpRequest request)
{
    public static ValueTask<FormValues?> BindAsync(HttpContext context) => ValueTask.FromResult<FormValues?>(new(context.Request));

    /// <summary>A field that is there once and not empty.</summary>
    public string? this[string name] => request.Form[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>All values of a field.</summary>
    public IReadOnlyList<string?> All(string name) => request.Form[name];
}
