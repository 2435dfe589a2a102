using Cks.Core;

namespace Cks.Rbac;

/// <summary>One question of a policy test, and what is expected.</summary>
internal sealed record PolicyTestCase(string Name, TestSubject Who, CapabilityId Capability, TestResource? Resource, DateTimeOffset At, SourceLocation Location)
{
    /// <summary><c>permit</c>, <c>deny</c> or a reason; <see langword="null"/> where only fields are expected.</summary>
    public string? Expect { get; init; }

    /// <summary>The rule that decides.</summary>
    public string? Rule { get; init; }

    /// <summary>Exactly these fields, by read, write, filter and sort.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Obligations that have been met.</summary>
    public IReadOnlySet<string> Met { get; init; } = new HashSet<string>();

    public bool IsExpected(Decision decision) => Expect switch
    {
        null => true,
        "permit" => decision.IsPermitted,
        "deny" => !decision.IsPermitted && decision.Reason != DecisionReason.NeedsResource,
        _ => decision.Reason.ToText() == Expect,
    };
}
