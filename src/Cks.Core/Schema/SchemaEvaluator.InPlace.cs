namespace Cks.Core;

internal ref partial struct SchemaEvaluator
{
    private bool FitsInPlace(SchemaNode node, int at, int marks)
    {
        var fits = true;
        if (node.Ref is { } target && !Fits(target, at, marks))
            fits = false;
        if ((fits || Explains) && node.DynamicRef is { } dynamic && !Fits(_buffers.Resolve(dynamic, _scope, ref _work), at, marks))
            fits = false;
        if ((fits || Explains) && node.AllOf is { } all)
        {
            foreach (var part in all)
            {
                if (Fits(part, at, marks))
                    continue;
                fits = false;
                if (!Explains)
                    return false;
            }
        }

        if ((fits || Explains) && node.AnyOf is { } any && !FitsAny(node, any, at, marks))
            fits = false;
        if ((fits || Explains) && node.OneOf is { } one && !FitsOne(node, one, at, marks))
            fits = false;
        if ((fits || Explains) && node.Not is { } not && Tries(not, at, NoMarks))
            fits = Break(SchemaRule.Not, node, at);
        if ((fits || Explains) && node.If is { } condition && (Tries(condition, at, marks) ? node.Then : node.Else) is { } branch && !Fits(branch, at, marks))
            fits = false;
        return fits && !IsStopped;
    }

    /// <summary>Whether a schema fits, where it need not: nothing is noted, and nothing marked unless it does.</summary>
    private bool Tries(SchemaNode node, int at, int marks)
    {
        var issues = _issues;
        _issues = null;
        var fits = TriesNoting(node, at, marks);
        _issues = issues;
        return fits;
    }

    private bool TriesNoting(SchemaNode node, int at, int marks)
    {
        if (marks == NoMarks)
            return Fits(node, at, NoMarks);
        var (top, count) = (_marks, _view.Tokens[at].Extra);
        var own = NewMarks(count);
        var fits = Fits(node, at, own);
        if (fits)
            _buffers.Merge(marks, own, count);
        _marks = top;
        return fits;
    }

    private bool FitsAny(SchemaNode node, SchemaNode[] any, int at, int marks)
    {
        var fits = false;
        var nearest = new Nearest();
        for (var i = 0; i < any.Length && !IsStopped; i++)
        {
            if (!TriesAlternative(any[i], i, at, marks, ref nearest))
                continue;
            fits = true;
            // All of them may mark what they evaluate.
            if (marks == NoMarks)
                return true;
        }

        return fits || BreakAlternatives(SchemaRule.AnyOf, node, at, nearest);
    }

    private bool FitsOne(SchemaNode node, SchemaNode[] one, int at, int marks)
    {
        var fitting = 0;
        var nearest = new Nearest();
        for (var i = 0; i < one.Length && !IsStopped; i++)
        {
            if (!TriesAlternative(one[i], i, at, marks, ref nearest))
                continue;
            if (++fitting > 1)
            {
                _openAlternatives++;
                return Break(SchemaRule.SeveralOf, node, at);
            }
        }

        return fitting == 1 || BreakAlternatives(SchemaRule.OneOf, node, at, nearest);
    }

    private bool TriesAlternative(SchemaNode node, int index, int at, int marks, ref Nearest nearest)
    {
        if (!Explains)
            return TriesNoting(node, at, marks);
        var (issues, open) = (_issues, _openAlternatives);
        _issues = [];
        var fits = TriesNoting(node, at, marks);
        if (!fits)
            nearest = nearest.Or(index, _issues, at);
        (_issues, _openAlternatives) = (issues, open);
        return fits;
    }

    private bool BreakAlternatives(SchemaRule rule, SchemaNode node, int at, Nearest nearest)
    {
        _openAlternatives++;
        if (_issues is { Count: < SchemaReport.MostIssues } && !IsStopped)
            _issues.Add(new(rule, node, at, nearest.Index, nearest.Issues));
        return false;
    }

    /// <summary>The alternative that came nearest.</summary>
    private readonly struct Nearest
    {
        private readonly int _distance;

        private Nearest(int index, List<SchemaIssue> issues, int distance) => (Index, Issues, _distance) = (index, issues, distance);

        public int Index { get; }

        public List<SchemaIssue>? Issues { get; }

        /// <summary>An alternative for another type, or told apart by the value of a property, is far away however little else it finds.</summary>
        public Nearest Or(int index, List<SchemaIssue> issues, int at)
        {
            var distance = issues.Sum(i => i.Rule switch
            {
                SchemaRule.Type when i.At == at => 1_000,
                SchemaRule.Const or SchemaRule.Enum => 20,
                SchemaRule.UnknownProperty => 2,
                _ => 3,
            });
            return Issues is null || distance < _distance ? new(index, issues, distance) : this;
        }
    }
}
