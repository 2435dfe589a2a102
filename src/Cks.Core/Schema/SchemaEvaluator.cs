using System.Runtime.CompilerServices;

namespace Cks.Core;

/// <summary>
/// One validation. Stops at the first broken rule, or, when it is to explain, notes all of them. Every step costs work;
/// without work left, too deep, or out of time the answer is no.
/// </summary>
internal ref partial struct SchemaEvaluator
{
    // A schema that looks at the same value again nests too. Far more than a real one needs, far less than the stack holds.
    private const int StepsPerLevel = 16;
    private const int NoMarks = -1;

    private readonly JsonView _view;
    private readonly SchemaBuffers _buffers;
    private readonly bool _isDynamic;
    private readonly int _deepest;
    private List<SchemaIssue>? _issues;
    private TimeSpan _time;
    private int _work;
    private int _depth;
    private int _scope;
    private int _marks;
    private int _openAlternatives;

    public SchemaEvaluator(JsonView view, SchemaBuffers buffers, JsonSchemaOptions options, bool isDynamic, int work, List<SchemaIssue>? issues)
    {
        _view = view;
        (_buffers, _isDynamic, _work, _issues) = (buffers, isDynamic, work, issues);
        (_deepest, _time) = (options.MaxDepth * StepsPerLevel, options.RegexTimeout);
    }

    /// <summary>Why no answer was found, if so.</summary>
    public SchemaLimit Limit { get; private set; }

    /// <summary>Whether the document fits.</summary>
    public bool Run(SchemaNode root) => Fits(root, 0, NoMarks) & !IsStopped;

    private bool Stop(SchemaLimit limit)
    {
        if (Limit == SchemaLimit.None)
            Limit = limit;
        return false;
    }

    private bool IsStopped
    {
        get
        {
            if (_work < 0)
                Stop(SchemaLimit.Work);
            return Limit != SchemaLimit.None;
        }
    }

    /// <summary>Notes a broken rule. Returns <see langword="false"/>, always.</summary>
    private readonly bool Break(SchemaRule rule, SchemaNode node, int at, int detail = 0)
    {
        if (_issues is { Count: < SchemaReport.MostIssues })
            _issues.Add(new(rule, node, at, detail));
        return false;
    }

    private readonly bool Explains => _issues is not null;

    /// <summary>Whether the value at a place fits a schema.</summary>
    /// <param name="node">The schema.</param>
    /// <param name="at">The value.</param>
    /// <param name="marks">Where to mark the properties or items that were evaluated, or <see cref="NoMarks"/>.</param>
    private bool Fits(SchemaNode node, int at, int marks)
    {
        if (--_work < 0)
            return Stop(SchemaLimit.Work);
        if (node.Always is { } always)
            return always || Break(SchemaRule.Never, node, at);
        if (_depth == _deepest || ((_depth & 31) == 31 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
            return Stop(SchemaLimit.Depth);
        _depth++;
        var scope = _scope;
        if (_isDynamic)
            _buffers.Enter(ref _scope, node.Resource);
        var fits = FitsParts(node, at, marks);
        _scope = scope;
        _depth--;
        return fits;
    }

    private bool FitsParts(SchemaNode node, int at, int marks)
    {
        ref readonly var token = ref _view.Tokens[at];
        if (node.Types != SchemaTypes.All && !HasType(node.Types, token.Kind, at))
        {
            Break(SchemaRule.Type, node, at);
            return false;
        }

        var parts = node.Parts;
        var (ours, top, open) = (marks, _marks, _openAlternatives);
        if ((token.Kind == JsonKind.Object && node.UnevaluatedProperties is not null) || (token.Kind == JsonKind.Array && node.UnevaluatedItems is not null))
            ours = NewMarks(token.Extra);
        var fits = true;
        if ((parts & SchemaParts.Values) != 0)
            fits = FitsValues(node, at);
        if ((fits || Explains) && (parts & SchemaParts.InPlace) != 0)
            fits &= FitsInPlace(node, at, ours);
        if (fits || Explains)
        {
            // Which alternative was meant is not known, nor what it would have evaluated. Only where the answer is no already.
            var isOpen = !fits && open != _openAlternatives;
            fits &= token.Kind switch
            {
                JsonKind.Number => (parts & SchemaParts.Numbers) == 0 || FitsNumber(node, at),
                JsonKind.String => (parts & SchemaParts.Texts) == 0 || FitsText(node, at),
                JsonKind.Array => (parts & SchemaParts.Arrays) == 0 || FitsArray(node, at, ours, isOpen),
                JsonKind.Object => (parts & SchemaParts.Objects) == 0 || FitsObject(node, at, ours, isOpen),
                _ => true,
            };
        }

        if (ours != marks)
        {
            // What does not fit evaluates nothing; marked all the same it is not told a second time as unknown.
            if ((fits || Explains) && marks != NoMarks)
                _buffers.Merge(marks, ours, token.Extra);
            _marks = top;
        }

        return fits;
    }

    private readonly bool HasType(int types, JsonKind kind, int at) =>
        (types & (1 << (int)kind)) != 0 || (kind == JsonKind.Number && (types & SchemaTypes.Integer) != 0 && IsInteger(_view.Bytes(at)));

    private static bool IsInteger(ReadOnlySpan<byte> number) => number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 || JsonNumber.Parse(number).IsInteger;

    private bool FitsValues(SchemaNode node, int at)
    {
        var fits = true;
        if (node.Const is { } constant && !JsonEquality.AreEqual(_view, at, constant.View, 0, ref _work))
            fits = Break(SchemaRule.Const, node, at);
        if (node.Enum is { } values && !values.Contains(_view, at, ref _work))
            fits = Break(SchemaRule.Enum, node, at);
        return fits;
    }

    private bool FitsNumber(SchemaNode node, int at)
    {
        var number = _view.Bytes(at);
        var fits = true;
        _work -= number.Length / 16;
        if (node.Minimum is { } minimum && minimum.CompareTo(number) is var low && (low < 0 || (low == 0 && minimum.IsExclusive)))
            fits = Break(SchemaRule.Minimum, node, at);
        if (node.Maximum is { } maximum && maximum.CompareTo(number) is var high && (high > 0 || (high == 0 && maximum.IsExclusive)))
            fits = Break(SchemaRule.Maximum, node, at);
        if (node.MultipleOf is { } divisor && !divisor.Divides(number, ref _work))
            fits = Break(SchemaRule.MultipleOf, node, at);
        return fits;
    }

    private bool FitsText(SchemaNode node, int at)
    {
        var text = _view.Bytes(at);
        var fits = true;
        // The bytes of a text are at least its characters and at most four times as many.
        if (text.Length < node.MinLength || (node.MinLength > text.Length / 4 && Characters(text) < node.MinLength))
            fits = Break(SchemaRule.MinLength, node, at);
        if (text.Length > node.MaxLength && Characters(text) > node.MaxLength)
            fits = Break(SchemaRule.MaxLength, node, at);
        if ((fits || Explains) && node.Pattern is { } pattern && !Matches(pattern, text))
            fits = Break(SchemaRule.Pattern, node, at);
        if ((fits || Explains) && node.Format != SchemaFormat.None)
        {
            _work -= text.Length / 16;
            if (!SchemaFormats.IsMatch(node.Format, text))
                fits = Break(SchemaRule.Format, node, at);
        }

        return fits;
    }

    private bool Matches(SchemaPattern pattern, ReadOnlySpan<byte> text)
    {
        _work -= 1 + text.Length / 16;
        return pattern.IsMatch(text, ref _time) ?? Stop(SchemaLimit.Time);
    }

    private int Characters(ReadOnlySpan<byte> text)
    {
        _work -= text.Length / 16;
        var count = 0;
        foreach (var b in text)
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    private int NewMarks(int count)
    {
        _work -= count / 64;
        return _buffers.NewMarks(ref _marks, count);
    }
}

/// <summary>What ended a validation before its answer.</summary>
internal enum SchemaLimit : byte
{
    None,
    Work,
    Depth,
    Time,
}
