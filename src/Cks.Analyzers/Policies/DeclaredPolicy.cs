using System.Collections.Immutable;

namespace Cks.Analyzers;

/// <summary>What all policy files of a compilation say together.</summary>
internal sealed class DeclaredPolicy
{
    private readonly ImmutableSortedSet<string> _declared;
    private readonly HashSet<string> _permits;
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    private DeclaredPolicy(IReadOnlyCollection<PolicyFile> files)
    {
        _declared = [.. files.SelectMany(f => f.Capabilities)];
        _permits = new(files.SelectMany(f => f.Permits), StringComparer.Ordinal);
        foreach (var alias in files.SelectMany(f => f.Aliases))
            _aliases[alias.Name] = alias.Capability;
    }

    /// <summary>The policy of some files; <see langword="null"/> when there is none, or when one of them is not JSON, because then nobody knows what is declared.</summary>
    public static DeclaredPolicy? Of(IReadOnlyCollection<PolicyFile> files) => files.Count == 0 || files.Any(f => f.Fault >= 0) ? null : new(files);

    /// <summary>Whether some file declares the capability.</summary>
    public bool Declares(string capability) => _declared.Contains(capability);

    /// <summary>Whether some role of some file is permitted the capability, under whatever conditions.</summary>
    public bool Grants(string capability) => _permits.Contains(capability) || _permits.Contains($"{Capability.Resource(capability)}:*");

    /// <summary>The declared capability that was probably meant, or <see langword="null"/>.</summary>
    public string? Meant(string text) => _aliases.TryGetValue(text, out var capability) && Declares(capability) ? capability : Nearest.Of(text, _declared);
}
