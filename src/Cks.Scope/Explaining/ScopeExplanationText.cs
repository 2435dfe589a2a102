namespace Cks.Scope;

/// <summary>An explanation in lines.</summary>
internal static class ScopeExplanationText
{
    public static IEnumerable<string> Of(ScopeExplanation explanation)
    {
        var me = explanation.Me;
        yield return $"{explanation.Role} {me.Code} of {me.Tenant.Value}{(me.IsTest ? ", test class" : "")}";
        if (explanation.Parts[0].Rows == 0)
            yield return "The own record is missing, archived or of the other test class: nothing is seen, whatever is counted below.";
        foreach (var line in explanation.Parts.SelectMany(p => Of(p, explanation)))
            yield return line;
        foreach (var line in Section("the answer, in one round trip", explanation.Answer, explanation).Concat(Section("the feed, a page of it", explanation.Feed, explanation)))
            yield return line;
    }

    private static IEnumerable<string> Of(ExplainedRows part, ScopeExplanation explanation)
    {
        yield return "";
        yield return $"{part.Kind} {part.Name}{(part.Name == part.Entity.Name ? "" : $": {part.Entity.Name}")}{(part.Answer is null ? "" : $", in answers {part.Answer}")}";
        foreach (var way in part.Ways)
        {
            yield return $"  way     {ScopeWords.Of(way.Declared)} ({ScopeWords.ColumnsOf(way.Declared)})";
            if (!way.Declared.SequenceEqual(way.Steps))
                yield return $"  taken   {ScopeWords.Of(way.Steps)} ({ScopeWords.ColumnsOf(way.Steps)})";
            if (way.LiveAfter > 0)
                yield return $"  live    also {way.Steps[way.LiveAfter - 1].To.Name}, in between";
        }

        if (part.Where.Count > 0)
            yield return $"  where   {string.Join(" and ", part.Where)}";
        yield return $"  policy  {part.Entity.View}: {part.Plan}";
        yield return part.Fields is null
            ? $"  fields  not shown{(part.Hidden.Count == 0 ? "" : $": hidden are {string.Join(", ", part.Hidden)}")}"
            : $"  fields  {string.Join(", ", part.Fields)}{(part.Hidden.Count == 0 ? "" : $"; hidden are {string.Join(", ", part.Hidden)}")}";
        if (part.Rows is { } rows)
            yield return $"  rows    {rows}";
        foreach (var line in part.Statements.SelectMany(s => Of(s, explanation)))
            yield return line;
    }

    private static IEnumerable<string> Section(string name, IReadOnlyList<ScopeStatement> statements, ScopeExplanation explanation) =>
        statements.Count == 0 ? [] : ["", name, .. statements.SelectMany(s => Of(s, explanation))];

    private static IEnumerable<string> Of(ScopeStatement statement, ScopeExplanation explanation)
    {
        var named = explanation.Names.Of(statement.Query, explanation.Compiler);
        return [$"  sent    {statement.Name}", .. named.Sql.Split('\n').Select(l => $"    {l}"), .. named.Values.Select(v => $"    {v.Key} = {v.Value}")];
    }
}
