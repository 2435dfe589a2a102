using Cks.Core;

namespace Cks.Rbac;

/// <summary>Who has been granted what: all that decisions need. An application that keeps roles in tables of its own implements this alone; <see cref="IGrantLedger"/> is what the suite writes to.</summary>
public interface IGrantStore
{
    /// <summary>Every grant of a person in a tenant, those not yet or no longer in force included.</summary>
    /// <exception cref="Exception">Whatever keeps it from knowing; never an empty answer in its place.</exception>
    ValueTask<IReadOnlyList<Grant>> OfAsync(string issuer, string subjectId, TenantId tenant, CancellationToken cancellationToken = default);
}
