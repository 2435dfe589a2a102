using System.Runtime.CompilerServices;
using Cks.Core;
using Cks.Http;
using Cks.Rbac;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.AspNetCore;

/// <summary>
/// Answers the view of whoever asks. Runs behind authentication and the guard, so a 304 comes after both, and after the view of this very request was found (S23). What is remembered is the tag alone, by the view
/// itself and for whom it was made.
/// </summary>
internal sealed class HubEndpoint
{
    private readonly EntityTag _tag = new();
    private readonly ConditionalWeakTable<HubView, Tagged> _tags = [];

    public Task AnswerAsync(HttpContext context)
    {
        // Also where somebody wrote AllowAnonymous beside it.
        if (context.User.Identity?.IsAuthenticated != true)
            return ProblemWriter.WriteAsync(context, StatusCodes.Status401Unauthorized, CksCodes.TokenRejected, "not_authenticated", "Sign in first.");
        var subject = context.RequestServices.GetRequiredService<ISubjectFactory>().CreateAsync(context.User, context.RequestAborted);
        return subject.IsCompletedSuccessfully ? ComposeAsync(context, subject.Result) : WaitAsync(context, subject);
    }

    private async Task WaitAsync(HttpContext context, ValueTask<Subject> subject) => await ComposeAsync(context, await subject.ConfigureAwait(false)).ConfigureAwait(false);

    private Task ComposeAsync(HttpContext context, Subject subject)
    {
        var view = context.RequestServices.GetRequiredService<IHubComposer>().ComposeAsync(subject, context.RequestAborted);
        return view.IsCompletedSuccessfully ? Answer(context, subject, view.Result) : WaitAsync(context, subject, view);
    }

    private async Task WaitAsync(HttpContext context, Subject subject, ValueTask<HubView?> view) => await Answer(context, subject, await view.ConfigureAwait(false)).ConfigureAwait(false);

    private Task Answer(HttpContext context, Subject subject, HubView? view)
    {
        OwnAnswer.KeepFromStores(context);
        OwnAnswer.Mark(context.Response);
        if (view is null)
            return ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, CksCodes.OutsideScope, "no_hub", "There is no hub for you.");
        var (response, tag) = (context.Response, TagOf(subject.Context, view));
        response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch is { Count: > 0 } known && EntityTag.IsIn(known, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        // By what an open page sees that somebody else has signed in, whose view may be the same.
        response.Headers[ViewerDigest.Header] = ViewerDigest.Of(subject.Context);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = view.Json.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.BodyWriter.WriteAsync(view.Json, context.RequestAborted).AsTask();
    }

    private string TagOf(DecisionContext context, HubView view)
    {
        // A composer of somebody else's may give one view to several.
        if (!_tags.TryGetValue(view, out var tagged) || !tagged.Context.Equals(context))
            _tags.AddOrUpdate(view, tagged = new(context, _tag.Of(context, view.Json.Span)));
        return tagged.Tag;
    }

    private sealed record Tagged(DecisionContext Context, string Tag);
}
