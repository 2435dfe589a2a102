using System.Globalization;

namespace Cks.HubConfig;

/// <summary>A version of something that code provides: three numbers, compared from left to right (semver.org 2.0.0, without labels).</summary>
internal readonly record struct SemanticVersion(int Major, int Minor, int Patch) : IComparable<SemanticVersion>
{
    /// <summary>Reads <c>2.1.0</c>, and where <paramref name="isPartial"/> also <c>2.1</c> and <c>2</c>, of which the rest is 0.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, bool isPartial, out SemanticVersion version)
    {
        version = default;
        Span<int> numbers = [0, 0, 0];
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            // A number has one way to be written.
            if (count == numbers.Length || part.Length is 0 or > 6 || (part.Length > 1 && part[0] == '0') || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count]))
                return false;
            count++;
        }

        if (count < numbers.Length && !isPartial)
            return false;
        version = new(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    public int CompareTo(SemanticVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
