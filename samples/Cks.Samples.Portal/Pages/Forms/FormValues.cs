namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>The fields of a form that <see cref="FormGuard"/> has read.</summary>
internal sealed class FormValues(IFormCollection form)
{
    public static ValueTask<FormValues?> BindAsync(HttpContext context) => ValueTask.FromResult<FormValues?>(new(context.Request.HasFormContentType ? context.Request.Form : FormCollection.Empty));

    /// <summary>A field that is there once and not empty.</summary>
    public string? this[string name] => form[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>All values of a field.</summary>
    public IReadOnlyList<string?> All(string name) => form[name];
}
