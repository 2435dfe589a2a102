using System.Collections.Frozen;

namespace Cks.HubConfig;

/// <summary>
/// The experiments of a hub, made ready to be asked who is in which variant: at once, without waiting, and without anything from the heap. Nothing is drawn and nothing is kept: the same unit is in the same variant on every
/// instance and after every restart. Immutable, safe to share between threads.
/// </summary>
public sealed class HubExperiments
{
    private readonly FrozenDictionary<string, CompiledExperiment> _experiments;

    internal HubExperiments(HubDefinition hub, HubFlags flags)
    {
        All = [.. hub.Experiments.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => new CompiledExperiment(e.Key, e.Value, flags))];
        _experiments = All.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);
    }

    /// <summary>The names of all experiments, in order.</summary>
    public IEnumerable<string> Names => All.Select(e => e.Name);

    internal CompiledExperiment[] All { get; }

    /// <summary>Makes the experiments of a document ready.</summary>
    /// <param name="hub">A document that was read without an error.</param>
    /// <exception cref="ArgumentException">It was not: a flag rests on what is not there, or on itself.</exception>
    public static HubExperiments Of(HubDefinition hub) => new(hub, HubFlags.Of(hub));

    /// <summary>In which variant somebody is. Asking exposes nobody to anything: only a view that was handed out does.</summary>
    /// <param name="name">Name of an experiment, compared ordinally.</param>
    /// <param name="context">Who asks, and when.</param>
    public Assignment Assign(string name, in FlagContext context) => _experiments.TryGetValue(name, out var experiment) ? experiment.Assign(context) : new(name, AssignmentReason.Unknown);
}
