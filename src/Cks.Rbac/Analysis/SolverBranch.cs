namespace Cks.Rbac;

/// <summary>The variable that a search tries next, and the comparisons that the formula makes with it.</summary>
internal sealed class SolverBranch
{
    private readonly List<SolverAtom> _atoms = [];
    private readonly List<SolverAtom> _units = [];
    private IReadOnlyList<SolverAtom> _related = [];

    private SolverBranch(SolverVariable variable) => Variable = variable;

    public SolverVariable Variable { get; }

    // An attribute can be taken once the subject's values that it is compared with are known.
    private bool IsReady { get; set; } = true;

    // Whether the whole formula depends on one of its comparisons.
    private bool IsUnit { get; set; }

    /// <summary>The next variable: first one that the whole formula depends on, because most of its values end the search at once; then the one that most comparisons are about.</summary>
    public static SolverBranch Of(Formula formula)
    {
        var all = new Dictionary<SolverVariable, SolverBranch>();
        Gather(formula, all, isUnit: true);
        var next = all.Values.OrderByDescending(b => b.IsReady).ThenByDescending(b => b.IsUnit).ThenByDescending(b => b._atoms.Count).First();
        // A subject's value only where nothing else can be taken that narrows the search.
        if (!next.IsUnit && all.Values.FirstOrDefault(b => b.Variable.Kind == SolverVariableKind.Subject) is { } subject)
            next = subject;
        if (next.Variable.Kind == SolverVariableKind.Subject)
        {
            var compared = next._atoms.Concat(all.Values.SelectMany(b => b._atoms).Where(a => a.Subjects.Count > 0)).Select(a => a.Variable).ToHashSet();
            next._related = [.. compared.Where(all.ContainsKey).SelectMany(v => all[v]._atoms)];
        }

        return next;
    }

    /// <summary>One class of each kind of values that the comparisons tell apart; of attributes and facts none that another one is as good as, because a formula only gains by a comparison that holds.</summary>
    public IReadOnlyList<SolverClass> Classes(int maxCompared, ref long budget)
    {
        if (Variable.Kind == SolverVariableKind.Subject)
            return SubjectClasses();
        var classes = Variable.Kind switch
        {
            SolverVariableKind.Fact => [SolverClass.True, SolverClass.False],
            SolverVariableKind.Value => ValueClasses(),
            _ => OrderClasses(),
        };
        // Where there are words for it, that is the plainer witness.
        if (Variable.CanBeMissing)
            classes.Insert(Variable.Words is null ? classes.Count : 0, SolverClass.Missing);
        return Best(classes, maxCompared, ref budget);
    }

    private static void Gather(Formula formula, Dictionary<SolverVariable, SolverBranch> all, bool isUnit)
    {
        if (formula.Atom is { } atom)
        {
            var branch = Find(all, atom.Variable);
            branch._atoms.Add(atom);
            if (isUnit)
                branch._units.Add(atom);
            branch.IsUnit |= isUnit;
            branch.IsReady &= atom.Subjects.Count == 0;
            foreach (var subject in atom.Subjects)
            {
                var own = Find(all, subject);
                own._atoms.Add(atom);
                own.IsUnit |= isUnit && atom.Subjects.Count == 1 && atom.Values.Count == 0;
            }
        }

        foreach (var part in formula.Parts)
            Gather(part, all, isUnit && formula.Kind == FormulaKind.All);
    }

    private static SolverBranch Find(Dictionary<SolverVariable, SolverBranch> all, SolverVariable variable)
    {
        if (!all.TryGetValue(variable, out var branch))
            all[variable] = branch = new(variable);
        return branch;
    }

    // Equal to a value that some attribute is compared with, to one that an attribute can have, to nothing of the kind, or missing. The values of other subjects stand in the comparisons once they are taken.
    private List<SolverClass> SubjectClasses()
    {
        var texts = _related.SelectMany(a => a.Values).Where(v => v.Kind == AttributeKind.Text).ToHashSet();
        var lists = _related.Select(a => a.Variable).Distinct().Select(v => v.Domain).OfType<SortedSet<AttributeValue>>().ToArray();
        var listed = lists.SelectMany(l => l).ToHashSet();
        // Of the values that nothing names one is enough for each set of attributes that can have it.
        AttributeValue[] unnamed = [.. listed.Except(texts).DistinctBy(v => string.Concat(lists.Select(l => l.Contains(v) ? '1' : '0')))];
        List<SolverClass> classes = [SolverClass.Of(Variable.Fresh(listed.Union(texts).ToHashSet())), .. texts.Concat(unnamed).Order().Select(SolverClass.Of)];
        if (Variable.CanBeMissing)
            classes.Add(SolverClass.Missing);
        return classes;
    }

    private List<SolverClass> ValueClasses()
    {
        var named = _atoms.SelectMany(a => a.Values).ToHashSet();
        if (Variable.Domain is not { } domain)
            return [.. named.Order().Select(SolverClass.Of), SolverClass.Other];
        var rest = domain.Where(v => !named.Contains(v)).Take(1);
        return [.. named.Where(domain.Contains).Order().Concat(rest).Select(SolverClass.Of)];
    }

    private List<SolverClass> OrderClasses()
    {
        var (from, to) = (Variable.From, Variable.To);
        AttributeValue?[] ends = [from, to];
        AttributeValue[] points = [.. _atoms.SelectMany(a => a.Values).Concat(ends.OfType<AttributeValue>()).Where(v => !(v < from) && !(v > to)).Distinct().Order()];
        var classes = new List<SolverClass>();
        if (points.Length == 0)
            return [SolverClass.Between(null, null)];
        for (var i = 0; i < points.Length; i++)
        {
            if (i > 0 ? !AreNeighbours(points[i - 1], points[i]) : from is null && !AreNeighbours(null, points[i]))
                classes.Add(SolverClass.Between(i > 0 ? points[i - 1] : null, points[i]));
            classes.Add(SolverClass.Of(points[i]));
        }

        if (to is null && !AreNeighbours(points[^1], null))
            classes.Add(SolverClass.Between(points[^1], null));
        return classes;
    }

    // Times are ticks, and both kinds have an end. Between two numbers there is always another, as far as anybody writes them.
    private static bool AreNeighbours(AttributeValue? low, AttributeValue? high) => (low ?? high)!.Value.Kind == AttributeKind.Time
        ? (high?.Time ?? DateTimeOffset.MaxValue).UtcTicks - (low?.Time ?? DateTimeOffset.MinValue).UtcTicks <= (low is null || high is null ? 0 : 1)
        : (high?.Number ?? decimal.MaxValue) <= (low?.Number ?? decimal.MinValue);

    private IReadOnlyList<SolverClass> Best(List<SolverClass> classes, int maxCompared, ref long budget)
    {
        classes.RemoveAll(c => _units.Exists(u => !u.Holds(c)));
        budget -= _atoms.Sum(a => 2L + a.Values.Count) * classes.Count >> 2;
        if (budget < 0)
            return [];
        var holds = classes.Select(c => (Class: c, Atoms: Signature(c))).DistinctBy(c => c.Atoms, SignatureComparer.Instance).ToList();
        if (holds.Count > 1 && holds.Count <= maxCompared)
            holds = [.. holds.Where(c => !holds.Exists(o => !ReferenceEquals(o.Class, c.Class) && Includes(o.Atoms, c.Atoms)))];
        return [.. holds.Select(c => c.Class)];
    }

    private ulong[] Signature(SolverClass value)
    {
        var bits = new ulong[(_atoms.Count + 63) >> 6];
        for (var i = 0; i < _atoms.Count; i++)
            if (_atoms[i].Holds(value))
                bits[i >> 6] |= 1UL << i;
        return bits;
    }

    private static bool Includes(ulong[] more, ulong[] less)
    {
        for (var i = 0; i < more.Length; i++)
            if ((less[i] & ~more[i]) != 0)
                return false;
        return true;
    }

    private sealed class SignatureComparer : IEqualityComparer<ulong[]>
    {
        public static readonly SignatureComparer Instance = new();

        public bool Equals(ulong[]? one, ulong[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(ulong[] bits)
        {
            var hash = new HashCode();
            foreach (var word in bits)
                hash.Add(word);
            return hash.ToHashCode();
        }
    }
}
