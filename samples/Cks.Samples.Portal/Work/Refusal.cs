using Cks.Rbac;

namespace Cks.Samples.Portal.Work;

/// <summary>Why something was not done: what a caller can reach with any request, so a value and no exception.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Reason">Stable text for programs.</param>
/// <param name="Detail">A sentence for people, with nothing of a row or a rule in it.</param>
internal sealed record Refusal(int Status, string Reason, string Detail)
{
    /// <summary>Outside the scope, or not there at all: one answer.</summary>
    public static Refusal Outside { get; } = new(StatusCodes.Status404NotFound, "outside_scope", "There is nothing here that the caller can see.");

    /// <summary>Somebody else was quicker: the row is no longer as the decision found it.</summary>
    public static Refusal Changed { get; } = new(StatusCodes.Status409Conflict, "changed", "It changed in the meantime. Look at it again.");

    /// <summary>The policy does not permit it on this row.</summary>
    public static Refusal Denied(Decision decision) => new(StatusCodes.Status403Forbidden, decision.Reason.ToText(), "The policy does not permit this.");

    /// <summary>The request itself is wrong.</summary>
    public static Refusal Invalid(string reason, string detail) => new(StatusCodes.Status400BadRequest, reason, detail);

    /// <summary>Nothing is wrong with the request, but it does not fit what is there.</summary>
    public static Refusal Conflict(string reason, string detail) => new(StatusCodes.Status409Conflict, reason, detail);
}
