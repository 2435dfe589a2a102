using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Cks.Rbac;

/// <summary>
/// A capability such as <c>orders:accept</c>, as a small number. Ids are process-wide and append-only: an id means the same capability for as long as the
/// process lives, whatever policies come and go. The default value names no capability and is never permitted.
/// </summary>
public readonly partial record struct CapabilityId
{
    /// <summary>Most capabilities that one process can know.</summary>
    public const int Limit = 65_535;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Ids = new(StringComparer.Ordinal);
    private static (string Name, string Resource)[] s_names = [("", ""), ("", "")];

    private CapabilityId(int value) => Value = value;

    /// <summary>The number; 0 for the default value.</summary>
    internal int Value { get; }

    /// <summary><c>resource:action</c>; empty for the default value.</summary>
    public string Name => Volatile.Read(ref s_names)[Value].Name;

    /// <summary>The part before the colon: the resource that the capability is about.</summary>
    public string Resource => Volatile.Read(ref s_names)[Value].Resource;

    /// <summary>
    /// The id of a capability named in code or in a document. Both segments are <c>a-z</c>, <c>0-9</c>, <c>-</c> and <c>_</c>, starting with a letter, 64 characters at most.
    /// Never call it with text from a request: names are kept for the life of the process; use <see cref="TryFind"/>.
    /// </summary>
    /// <exception cref="FormatException">The text is not <c>resource:action</c>.</exception>
    public static CapabilityId Of([StringSyntax("CksCapability")] string name)
    {
        if (!IsWellFormed(name))
            throw new FormatException("A capability is written resource:action, in lower case.");
        lock (Gate)
            return Ids.ContainsKey(name) || Ids.Count < Limit ? Make(name) : throw new InvalidOperationException($"More than {Limit} capabilities in one process.");
    }

    /// <summary>The ids of all, or of none where the process would know too many.</summary>
    internal static bool TryMake(IReadOnlyCollection<string> names)
    {
        lock (Gate)
        {
            if (Ids.Count + names.Count(n => !Ids.ContainsKey(n)) > Limit)
                return false;
            foreach (var name in names)
                Make(name);
            return true;
        }
    }

    /// <summary>The id of a capability that is known already; text from outside is safe here.</summary>
    public static bool TryFind([NotNullWhen(true)] string? name, out CapabilityId id)
    {
        id = default;
        if (name is null)
            return false;
        lock (Gate)
        {
            var found = Ids.TryGetValue(name, out var value);
            id = new(found ? value : 0);
            return found;
        }
    }

    /// <summary>Whether the text is <c>resource:action</c>.</summary>
    public static bool IsWellFormed([NotNullWhen(true)] string? name) => name is not null && Form().IsMatch(name);

    private static CapabilityId Make(string name)
    {
        if (Ids.TryGetValue(name, out var id))
            return new(id);
        id = Ids.Count + 1;
        var names = s_names;
        if (id == names.Length)
            Array.Resize(ref names, names.Length * 2);
        names[id] = (name, name.Split(':')[0]);
        Volatile.Write(ref s_names, names);
        Ids.Add(name, id);
        return new(id);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,63}:[a-z][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
