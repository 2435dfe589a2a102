using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Cks.Core;

/// <summary>Whose data it is: the slug of a tenant, compared ordinally. The default value is no tenant and never matches a row.</summary>
public readonly partial record struct TenantId
{
    private TenantId(string value) => Value = value;

    /// <summary>The slug; empty for the default value.</summary>
    public string Value { get => field ?? ""; }

    /// <summary>Whether this is no tenant at all.</summary>
    public bool IsNone => string.IsNullOrEmpty(Value);

    /// <summary>Reads a slug: 1 to 64 characters of <c>a-z</c>, <c>0-9</c>, <c>-</c> and <c>_</c>, starting with a letter or digit.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TenantId tenant)
    {
        var valid = text is not null && Slug().IsMatch(text);
        tenant = valid ? new(text!) : default;
        return valid;
    }

    /// <summary>Reads a slug; throws <see cref="FormatException"/> for anything else.</summary>
    public static TenantId Parse(string text) => TryParse(text, out var tenant) ? tenant : throw new FormatException("A tenant is 1 to 64 characters of a-z, 0-9, - and _.");

    /// <summary>The slug.</summary>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}
