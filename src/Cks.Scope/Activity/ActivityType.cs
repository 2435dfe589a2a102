namespace Cks.Scope;

/// <summary>A kind of event as the model declares it: how it is shown, and which of its ids count for who hears of it.</summary>
public sealed class ActivityType
{
    internal ActivityType(string name, string category) => (Name, Category) = (name, category);

    /// <summary>Name, such as <c>order_accepted</c>.</summary>
    public string Name { get; }

    /// <summary>How it is shown: <c>action</c>, <c>success</c>, <c>warning</c> or <c>info</c>.</summary>
    public string Category { get; }

    /// <summary>The ids of an event that can make their owner hear of it: <c>actor</c>, <c>target</c>, or the name of an id such as <c>centerId</c>.</summary>
    public IReadOnlyList<string> Audience { get; internal init; } = [];

    /// <summary>The ids whose ancestors in the tree hear of it, if they see the target.</summary>
    public IReadOnlyList<string> AncestorsOf { get; internal init; } = [];

    /// <summary>Whether everybody who hears of it must see the target at that moment, not only ancestors.</summary>
    public bool MustSee { get; internal init; }

    /// <summary>Roles that hear of it as a whole.</summary>
    public IReadOnlyList<string> Roles { get; internal init; } = [];

    /// <summary>Other texts for whoever is the actor, the target or one of the ids, by the name of that id; the first that fits is shown. <c>{actor}</c> and <c>{target}</c> stand for codes; whom one of them is hidden reads the description.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The same, read.</summary>
    internal IReadOnlyDictionary<string, TextTemplate> Templates { get; init; } = new Dictionary<string, TextTemplate>();

    /// <summary>The category of a type that no model declares.</summary>
    internal const string Unknown = "info";

    /// <summary>Whether nobody hears of events of this name: what ends a row is for the history, not for the feed.</summary>
    internal static bool IsSilent(string name) =>
        name.EndsWith("_archived", StringComparison.Ordinal) || name.EndsWith("_restored", StringComparison.Ordinal) || name.EndsWith("_deleted", StringComparison.Ordinal);
}
