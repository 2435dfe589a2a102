using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Says what becomes of the rows of an entity. Fields that it names are held against the scope model when that is read (CKS301, CKS307, CKS327).</summary>
public sealed class RowTransformerBuilder
{
    private readonly RowTransformer _transformer;

    internal RowTransformerBuilder(RowTransformer transformer) => _transformer = transformer;

    /// <summary>Keeps these fields only.</summary>
    public RowTransformerBuilder Only(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            _transformer.Only.Add(field);
        return this;
    }

    /// <summary>Leaves fields out; texts may still be made of them.</summary>
    public RowTransformerBuilder Omit(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            _transformer.Omitted.Add(field);
        return this;
    }

    /// <summary>Gives a field another name.</summary>
    public RowTransformerBuilder Rename(string field, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(field);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _transformer.Renames[field] = name;
        return this;
    }

    /// <summary>Writes a timestamp, in UTC, or an integer as a text.</summary>
    /// <param name="field">The field.</param>
    /// <param name="format">A format of .NET, such as <c>yyyy-MM-dd</c>; the invariant culture is used.</param>
    public RowTransformerBuilder Format(string field, string format)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(field);
        ArgumentException.ThrowIfNullOrWhiteSpace(format);
        _transformer.Formats[field] = format;
        return this;
    }

    /// <summary>Adds a text of fields. There is none for a viewer to whom one of them is hidden, and it is <see langword="null"/> where one has no value.</summary>
    /// <param name="name">Its name in the payload.</param>
    /// <param name="text">The text, with fields in braces: <c>{creator} ordered {title}</c>.</param>
    /// <param name="own">Other words for whoever a field names: <c>("creator", "You ordered {title}")</c>. The first that fits is used, if its fields are there.</param>
    /// <exception cref="ArgumentException">A brace stands around no name.</exception>
    public RowTransformerBuilder Text(string name, string text, params IReadOnlyList<(string Field, string Text)> own)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(own);
        _transformer.Texts.Add(TextOf(name, Parse(text), [.. own.Select(o => (o.Field, Parse(o.Text)))]));
        return this;
    }

    /// <summary>Adds a text that is computed of fields; there is none for a viewer to whom one of them is hidden.</summary>
    /// <param name="name">Its name in the payload.</param>
    /// <param name="from">The fields: the function is given a row of these and no others.</param>
    /// <param name="text">Makes the text, for whoever reads it.</param>
    public RowTransformerBuilder Text(string name, IReadOnlyList<string> from, Func<Row, Subject, string?> text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(text);
        var fields = new RowNames([.. from]);
        _transformer.Texts.Add(new(name, fields.All, (row, me) => text(new(fields, Array.ConvertAll(fields.All, f => row[f])), me)));
        return this;
    }

    internal static RowText TextOf(string name, TextTemplate text, IReadOnlyList<(string Field, TextTemplate Text)> own)
    {
        string[] from = [.. text.Names.Distinct()];
        return new(name, from, (row, me) =>
            own.Where(o => me.Code.Length > 0 && ValueOf(row, o.Field) is string code && code == me.Code).Select(o => o.Text.Fill(f => ValueOf(row, f))).FirstOrDefault(filled => filled is not null)
            ?? text.Fill(f => ValueOf(row, f)))
        {
            Named = [.. from.Concat(own.SelectMany(o => o.Text.Names.Prepend(o.Field))).Distinct()],
        };
    }

    private static object? ValueOf(Row row, string field) => row.TryGet(field, out var value) ? value : null;

    private static TextTemplate Parse(string text) => TextTemplate.TryParse(text, out var template) ? template : throw new ArgumentException($"A brace stands around no name in \"{text}\".", nameof(text));
}
