using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>What is known of the rules that something was given.</summary>
internal sealed class RuleSet
{
    /// <summary>Whether it has a rule, always or now and then.</summary>
    public bool HasRule { get; set; }

    /// <summary>Whether it goes somewhere where it may be given rules.</summary>
    public bool IsUnknown { get; set; }

    /// <summary>The guards that it always has.</summary>
    public List<IInvocationOperation> Guards { get; } = [];

    /// <summary>Where it is always opened to everybody.</summary>
    public List<IInvocationOperation> Anonymous { get; } = [];
}
