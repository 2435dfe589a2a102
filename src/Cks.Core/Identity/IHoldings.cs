namespace Cks.Core;

/// <summary>
/// Says what somebody holds and may hand on to a credential. Cks.Rbac answers by the policy and the grants, Cks.Auth asks when an API key is made; an application without Cks.Rbac implements it itself.
/// </summary>
public interface IHoldings
{
    /// <summary>Answers from what is true now: nothing that was remembered of the giver's grants counts.</summary>
    ValueTask<Holding> AskAsync(HoldingQuestion question, CancellationToken cancellationToken = default);
}
