namespace Cks.Rbac.AspNetCore;

/// <summary>What guards say of a subject without a resource.</summary>
/// <param name="Refusal">Why they refuse, when they do.</param>
/// <param name="Limit">The refusal by a ceiling or by what the credential may be used for, and any of whoever acts in another's place: it counts in a shadow as well.</param>
/// <param name="AsksResource">Whether they let pass only as far as somebody checks the resource.</param>
internal readonly record struct ShadowAnswer(GuardRefusal? Refusal, GuardRefusal? Limit, bool AsksResource)
{
    public static ShadowAnswer Of(IReadOnlyList<GuardRequirement> guards, IPolicyDecisionPoint decisions, IPolicyPlanner planner, Subject subject, bool checksLater, bool hasCeilings)
    {
        var (refusal, limit, asks) = (default(GuardRefusal), default(GuardRefusal), false);
        foreach (var guard in guards)
        {
            limit ??= guard.Limit(decisions, subject, hasCeilings);
            var refused = guard.Refuse(decisions, planner, subject, checksLater);
            refusal ??= refused;
            // A shadow is lenient with people themselves: what is beyond the actor may depend on the row, or stand behind another refusal (S12).
            if (subject.Actor.Length > 0)
                limit ??= refused;
            asks |= refused is null && checksLater && guard.Refuse(decisions, planner, subject, checksLater: false) is not null;
        }

        return new(refusal, limit, asks);
    }

    /// <summary>The same where nobody is signed in: a guard asks for that first.</summary>
    public ShadowAnswer OfNobody() => this with { Refusal = Refusal ?? GuardRefusal.NotSignedIn };

    /// <summary>The verdict beside a refusal of the application.</summary>
    public ShadowVerdict Verdict => Refusal is not null ? ShadowVerdict.Refused : AsksResource ? ShadowVerdict.Depends : ShadowVerdict.Permitted;
}
