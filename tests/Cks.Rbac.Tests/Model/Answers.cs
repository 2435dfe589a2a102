namespace Cks.Rbac.Tests.Model;

/// <summary>All that a subject may do and see, as words: by checks with and without a row, filters, fields and what it can.</summary>
internal static class Answers
{
    public static HashSet<string> Permitted(CompiledModel compiled, ModelSubject who, IReadOnlyDictionary<string, ModelRow[]> rows)
    {
        var (subject, decisions, may) = (compiled.Bind(who), compiled.Decisions, new HashSet<string>());
        foreach (var capability in compiled.Store.Current.Value.Capabilities)
        {
            if (decisions.Check(subject, capability).IsPermitted)
                may.Add($"check {capability}");
            if (!decisions.Plan(subject, capability).IsNothing)
                may.Add($"plan {capability}");
            if (decisions.Plan(subject, capability).IsEverything)
                may.Add($"everything {capability}");
            var mine = rows[capability.Resource];
            compiled.Use(mine);
            may.UnionWith(mine.Index().Where(r => compiled.Check(subject, capability.Name, r.Item).IsPermitted).Select(r => $"row {capability} {r.Index}"));
            var filtered = compiled.Filter(subject, capability.Name, mine);
            may.UnionWith(mine.Index().Where(r => filtered.Contains(r.Item)).Select(r => $"filter {capability} {r.Index}"));
        }

        may.UnionWith(decisions.WhatCan(subject).Select(c => $"can {c}"));
        return may;
    }

    public static HashSet<string> Fields(CompiledModel compiled, ModelSubject who)
    {
        var (subject, decisions) = (compiled.Bind(who), compiled.Decisions);
        var seen = new HashSet<string>();
        foreach (var capability in compiled.Store.Current.Value.Capabilities)
        {
            var mask = decisions.Fields(subject, capability);
            foreach (var (name, set) in ((string, FieldSet)[])[("read", mask.Read), ("write", mask.Write), ("filter", mask.Filter), ("sort", mask.Sort)])
                seen.UnionWith(set.Names.Select(f => $"{name} {capability}.{f}"));
        }

        return seen;
    }
}
