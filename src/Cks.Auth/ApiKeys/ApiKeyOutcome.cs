using System.Diagnostics.CodeAnalysis;

namespace Cks.Auth;

/// <summary>What became of a key that was presented: accepted, or refused with the reason.</summary>
public sealed class ApiKeyOutcome
{
    private static readonly ApiKeyOutcome[] Plain = [.. Enum.GetValues<ApiKeyRejectionReason>().Select(r => new ApiKeyOutcome(null, r))];

    private ApiKeyOutcome(AcceptedApiKey? accepted, ApiKeyRejectionReason? reason) => (Accepted, Reason) = (accepted, reason);

    /// <summary>Whether it was accepted.</summary>
    [MemberNotNullWhen(true, nameof(Accepted))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsValid => Accepted is not null;

    /// <summary>The key and who acts by it.</summary>
    public AcceptedApiKey? Accepted { get; }

    /// <summary>Why it was refused.</summary>
    public ApiKeyRejectionReason? Reason { get; }

    /// <summary>Why the owner may not act, where that is the reason.</summary>
    public SessionRefusalReason? OwnerReason { get; private init; }

    /// <summary>After which time wrong secrets are answered as such again; zero but for <see cref="ApiKeyRejectionReason.TooManyFailures"/>.</summary>
    public TimeSpan RetryAfter { get; private init; }

    internal static ApiKeyOutcome Valid(AcceptedApiKey accepted) => new(accepted, null);

    internal static ApiKeyOutcome Rejected(ApiKeyRejectionReason reason) => Plain[(int)reason];

    internal static ApiKeyOutcome OfOwner(SessionRefusalReason reason) => new(null, ApiKeyRejectionReason.OwnerRefused) { OwnerReason = reason };

    internal static ApiKeyOutcome TooMany(TimeSpan retryAfter) => new(null, ApiKeyRejectionReason.TooManyFailures) { RetryAfter = retryAfter };
}
