using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Pages.Forms;

/// <summary>The answer to a form: back to the page that it was on, with the code of a message.</summary>
internal sealed class FormAnswer(PageContents contents)
{
    /// <param name="form">The form.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="done">Code of the message when it was done.</param>
    /// <param name="path">The page to show; the form may name the page that it was on instead.</param>
    /// <param name="code">The record to show on it.</param>
    public IResult Of<T>(FormValues form, Outcome<T> outcome, string done, string path, string? code = null)
        where T : class => outcome.IsDone
            ? Back(form, path, (PageAddress.Code, code), (Messages.Done, done))
            : Back(form, path, (PageAddress.Code, code), (PageAddress.Start, form[PageAddress.Start]), (Messages.Refused, outcome.Refusal.Reason));

    private SeeOther Back(FormValues form, string path, params ReadOnlySpan<(string Name, string? Value)> query) =>
        new(PageAddress.Of(form[PageAddress.Back] is { } back && contents.Find(back) is not null ? back : path, query));

    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
