using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>transformers</c>.</summary>
internal sealed class TransformerReader(ScopeDraft draft)
{
    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
            ReadTransformer(node);
    }

    private void ReadTransformer(SourceNode node)
    {
        var (before, reader, places) = (draft.Diagnostics.Total, SourceReader.Of(node, draft.Diagnostics), new Dictionary<string, SourcePlace>(StringComparer.Ordinal));
        var entity = reader.Required("entity");
        var transformer = new RowTransformer(node.Name, entity?.Text ?? "");
        var build = new RowTransformerBuilder(transformer);
        if (entity is not null)
            places.TryAdd(transformer.Entity, entity);
        foreach (var field in reader.Strings("only"))
            build.Only(At(field.Text!, field));
        foreach (var field in reader.Strings("omit"))
            build.Omit(At(field.Text!, field));
        foreach (var field in reader.Members("rename"))
            if (SourceReader.TextOf(field, draft.Diagnostics) is { } name)
                build.Rename(At(field.Name, field.NamePlace), At(name, field));
        foreach (var field in reader.Members("format"))
            if (SourceReader.TextOf(field, draft.Diagnostics) is { } format)
                build.Format(At(field.Name, field), format);
        foreach (var text in reader.Members("text"))
            if (ReadText(text, At) is { } read)
                transformer.Texts.Add(read);
        reader.Complete();
        if (draft.Diagnostics.Total == before && draft.IsWhole)
            transformer.Check(draft.Entities.Where(e => e.Value is not null).ToDictionary(e => e.Key, e => e.Value!), name => places.GetValueOrDefault(name, node.NamePlace), draft.Diagnostics);
        draft.Transformers[node.Name] = transformer;

        string At(string name, SourcePlace place)
        {
            places.TryAdd(name, place);
            return name;
        }
    }

    private RowText? ReadText(SourceNode node, Func<string, SourcePlace, string> at)
    {
        at(node.Name, node.NamePlace);
        var reader = node.Kind == System.Text.Json.JsonValueKind.Object ? SourceReader.Of(node, draft.Diagnostics) : null;
        var text = reader is null ? node : reader.Required("is");
        SourceNode[] own = [.. reader?.Members("own") ?? []];
        reader?.Complete();
        var (general, others) = (text is null ? null : Template(text, at), own.Select(o => (Field: at(o.Name, o.NamePlace), Text: Template(o, at))).ToArray());
        return general is null || Array.Exists(others, o => o.Text is null) ? null : RowTransformerBuilder.TextOf(node.Name, general, [.. others.Select(o => (o.Field, o.Text!))]);
    }

    private TextTemplate? Template(SourceNode node, Func<string, SourcePlace, string> at)
    {
        if (SourceReader.TextOf(node, draft.Diagnostics) is not { } text)
            return null;
        if (!TextTemplate.TryParse(text, out var template))
            draft.Diagnostics.Add(CksCodes.UnusableTransformer, node, "A brace stands around no name.", "Write fields in braces, such as {title}, and no other braces.");
        foreach (var name in template?.Names ?? [])
            at(name, node);
        return template;
    }
}
