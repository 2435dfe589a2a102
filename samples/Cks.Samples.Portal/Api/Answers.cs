using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Api;

/// <summary>Turns outcomes into answers.</summary>
internal static class Answers
{
    public static IResult Of<T>(Outcome<T> outcome, Func<T, IResult> done)
        where T : class => outcome.IsDone ? done(outcome.Value) : Refused(outcome.Refusal);

    /// <summary>What was done, as JSON.</summary>
    public static IResult Of<T>(Outcome<T> outcome)
        where T : class => Of(outcome, done => Results.Json(done));

    /// <summary>problem+json with the reason, never to be kept.</summary>
    public static IResult Refused(Refusal refusal)
    {
        var code = refusal.Status switch
        {
            StatusCodes.Status404NotFound => Core.CksCodes.OutsideScope,
            StatusCodes.Status403Forbidden => Core.CksCodes.AccessDenied,
            _ => null,
        };
        var extensions = new Dictionary<string, object?> { ["reason"] = refusal.Reason };
        if (code is not null)
            extensions["code"] = code.Id;
        return Results.Problem(refusal.Detail, statusCode: refusal.Status, type: code is null ? $"urn:portal:{refusal.Reason}" : $"urn:cks:error:{code.Id}", title: code?.Title, extensions: extensions);
    }
}
