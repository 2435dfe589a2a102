using System.Collections.Frozen;
using System.Text.Unicode;

namespace Cks.Auth;

/// <summary>
/// What Clerk says about somebody in a session token, of version 1 or 2. It is what the identity provider thinks and no authority in this suite: role, tenant and
/// permissions come from the session (<see cref="ISessionResolver"/>). Use it to show things, or where you have decided to trust your Clerk instance with a decision of your own.
/// A part that is not written as it should be is absent, gives nobody anything, and stands in <see cref="Malformed"/>; nothing here ever throws for what a token says.
/// </summary>
public sealed class ClerkClaims
{
    private ClerkClaims(ReadOnlySpan<byte> json)
    {
        Span<JsonSlice> found = stackalloc JsonSlice[ClerkClaimsReader.Claims.Length];
        if (!Utf8.IsValid(json) || !ClerkClaimsReader.TryFind(json, ClerkClaimsReader.Claims, found))
        {
            Malformed = ClerkClaimsReader.EveryPart;
            return;
        }

        var reader = new ClerkClaimsReader(json, found);
        Version = reader.Version();
        Features = reader.Features();
        Plan = reader.Plan();
        SessionStatus = reader.SessionStatus();
        FactorAge = reader.FactorAge();
        Actor = reader.Actor();
        (Organization, Permissions) = Version switch
        {
            1 => reader.FirstOrganization(),
            2 => reader.SecondOrganization(Features),
            _ => (null, FrozenSet<string>.Empty),
        };
        Malformed = reader.Malformed;
    }

    /// <summary>1 or 2; 0 for one that is not known.</summary>
    public int Version { get; }

    /// <summary>The active organization; none when the person works for themselves.</summary>
    public ClerkOrganization? Organization { get; }

    /// <summary>What the role permits in the active organization, as <c>org:{feature}:{permission}</c>. Without an organization there are none.</summary>
    public IReadOnlySet<string> Permissions { get; } = FrozenSet<string>.Empty;

    /// <summary>What the plans of person and organization include.</summary>
    public IReadOnlyList<ClerkFeature> Features { get; } = [];

    /// <summary>The active plan, if it says so.</summary>
    public ClerkPlan? Plan { get; }

    /// <summary>The state of the session; tokens of version 1 do not say.</summary>
    public ClerkSessionStatus? SessionStatus { get; }

    /// <summary>The age of the sign-in. Where it is absent nobody has proved anything: a step-up fails.</summary>
    public ClerkFactorAge? FactorAge { get; }

    /// <summary>Who acts for the subject. Absent also when it is malformed; whether anybody acts at all says <c>act</c> being there, which the validator bars by default.</summary>
    public ClerkActor? Actor { get; }

    /// <summary>The parts that are there and cannot be read.</summary>
    public ClerkClaimParts Malformed { get; }

    /// <summary>Reads what a token says; one of another issuer simply says none of it.</summary>
    public static ClerkClaims Read(ValidatedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Read(token.Payload);
    }

    /// <summary>The same for claims as UTF-8 JSON.</summary>
    internal static ClerkClaims Read(ReadOnlySpan<byte> json) => new(json);
}
