using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>All that a flag can depend on: who asks, when, and what the application adds. The default value is nobody, at no moment: every window is closed.</summary>
/// <param name="who">Who asks; of a <see cref="Subject"/> its <see cref="Subject.Context"/>.</param>
/// <param name="now">The moment, of the application's <see cref="TimeProvider"/>. One for a whole request, so that no window opens within it.</param>
public readonly struct FlagContext(DecisionContext? who, DateTimeOffset now)
{
    /// <summary>Who asks; <see langword="null"/> is nobody.</summary>
    public DecisionContext? Who { get; } = who;

    /// <summary>The moment.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>
    /// What rules may ask for beside <c>type</c>, <c>issuer</c>, <c>code</c>, <c>actor</c>, <c>credential</c> and <c>test</c> (<c>true</c> or <c>false</c>), which are those of <see cref="Who"/> whatever stands here.
    /// An actor is written as its session has it: the length of its issuer, a colon, its issuer and its identifier.
    /// A hub is composed without any: a view depends on nothing that is not in its cache key.
    /// </summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>What is killed beside what the hub itself kills; <see langword="null"/>: nothing.</summary>
    internal IReadOnlySet<string>? Killed { get; init; }

    internal string? UnitOf(FlagUnit unit) => unit == FlagUnit.Tenant ? Who?.Tenant.Value : Who?.Id;

    /// <summary>The value of an attribute; what is empty is not there.</summary>
    internal string? Find(string attribute)
    {
        var value = attribute switch
        {
            "type" => Who?.Type,
            "issuer" => Who?.Issuer,
            "code" => Who?.Code,
            "actor" => Who?.Actor,
            "credential" => Who?.Credential,
            "test" => Who is null ? null : Who.IsTest ? "true" : "false",
            _ => Attributes is { } own && own.TryGetValue(attribute, out var given) ? given : null,
        };
        return string.IsNullOrEmpty(value) ? null : value;
    }
}
