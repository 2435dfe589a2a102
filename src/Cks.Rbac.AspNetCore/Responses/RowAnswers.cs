using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cks.Rbac.AspNetCore;

/// <summary>What was decided about the rows of one answer. Rows are known by reference: two requests may write the same one at once, each with its own decisions.</summary>
internal sealed class RowAnswers(IPolicyDecisionPoint decisions, Subject subject)
{
    private static readonly AsyncLocal<RowAnswers?> Ambient = new();
    private readonly Dictionary<object, RowCan> _rows = new(ReferenceEqualityComparer.Instance);

    public IPolicyDecisionPoint Decisions => decisions;

    public Subject Subject => subject;

    /// <summary>Lets the serializer find these, in what the caller awaits from here on.</summary>
    public void MakeCurrent() => Ambient.Value = this;

    public void Keep(object row, RowCan can) => _rows[row] = can;

    public void Forget() => _rows.Clear();

    /// <summary>The decisions about a row that is being written. A row that nobody asked about is never guessed at.</summary>
    public static RowCan Of(object row) => Ambient.Value is { } answers && answers._rows.TryGetValue(row, out var can) ? can
        : throw new InvalidOperationException($"A {row.GetType().Name} is written that was not there when its capabilities were decided. Return lists that are loaded, not queries that run anew each time they are read.");
}

/// <summary>The value of <c>_can</c>.</summary>
internal sealed record RowCan(string[] Capabilities, bool[] May);

/// <summary>Writes <see cref="RowCan"/> as an object.</summary>
internal sealed class RowCanConverter : JsonConverter<RowCan>
{
    public override RowCan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Answers are only written.");

    public override void Write(Utf8JsonWriter writer, RowCan value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        for (var i = 0; i < value.May.Length; i++)
            writer.WriteBoolean(value.Capabilities[i], value.May[i]);
        writer.WriteEndObject();
    }
}
