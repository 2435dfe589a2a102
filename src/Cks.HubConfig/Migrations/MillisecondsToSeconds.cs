using System.Globalization;
using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>A time in whole milliseconds as seconds with up to three decimals.</summary>
internal sealed class MillisecondsToSeconds : MigrationForm
{
    public override string Definition => "milliseconds to seconds";

    public override string Fix => "Write whole milliseconds in digits.";

    public override MigrationTree? Forth(MigrationTree old) => old.Kind == JsonValueKind.Number && int.TryParse(old.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
        ? MigrationTree.OfNumber((time / 1000m).ToString("0.###", CultureInfo.InvariantCulture), old.Origin)
        : null;

    public override MigrationTree? Back(MigrationTree value) => value.Kind == JsonValueKind.Number && decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        ? MigrationTree.OfNumber(((int)Math.Clamp(seconds * 1000, int.MinValue, int.MaxValue)).ToString(CultureInfo.InvariantCulture), value.Origin)
        : null;

    public override string Refusal(string? text) => $"\"{text}\" is no time in milliseconds.";
}
