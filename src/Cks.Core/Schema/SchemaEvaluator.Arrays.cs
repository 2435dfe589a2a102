namespace Cks.Core;

internal ref partial struct SchemaEvaluator
{
    // Fewer items are compared with each other; more are sorted by hash.
    private const int FewItems = 8;

    private bool FitsArray(SchemaNode node, int at, int marks, bool isOpen)
    {
        ref readonly var token = ref _view.Tokens[at];
        var fits = true;
        if (token.Extra < node.MinItems)
            fits = Break(SchemaRule.MinItems, node, at);
        if (token.Extra > node.MaxItems)
            fits = Break(SchemaRule.MaxItems, node, at);
        if (!fits && !Explains)
            return false;
        if ((node.PrefixItems is not null || node.Items is not null) && !FitsItems(node, at, marks))
            fits = false;
        if ((fits || Explains) && node.Contains is not null && !FitsContains(node, at, marks))
            fits = false;
        if ((fits || Explains) && node.UniqueItems && token.Extra > 1 && !AreUnique(at))
            fits = Break(SchemaRule.UniqueItems, node, at);
        if ((fits || Explains) && node.UnevaluatedItems is not null && !isOpen && !FitsUnevaluatedItems(node, at, marks))
            fits = false;
        return fits && !IsStopped;
    }

    private bool FitsItems(SchemaNode node, int at, int marks)
    {
        var (fits, index, end) = (true, 0, _view.Tokens[at].Next);
        for (var item = at + 1; item < end && !IsStopped; item = _view.Tokens[item].Next, index++)
        {
            var schema = index < node.PrefixItems?.Length ? node.PrefixItems[index] : node.Items;
            if (schema is null)
                break;
            if (marks != NoMarks)
                _buffers.Mark(marks, index);
            if (Fits(schema, item, NoMarks))
                continue;
            fits = false;
            if (!Explains)
                break;
        }

        return fits;
    }

    private bool FitsContains(SchemaNode node, int at, int marks)
    {
        var (found, index, end) = (0, 0, _view.Tokens[at].Next);
        for (var item = at + 1; item < end && !IsStopped; item = _view.Tokens[item].Next, index++)
        {
            if (!Tries(node.Contains!, item, NoMarks))
                continue;
            if (marks != NoMarks)
                _buffers.Mark(marks, index);
            if (++found > node.MaxContains)
                return Break(SchemaRule.MaxContains, node, at);
            // Nothing more can change the answer.
            if (found >= node.MinContains && node.MaxContains == int.MaxValue && marks == NoMarks)
                return true;
        }

        return found >= node.MinContains || Break(SchemaRule.Contains, node, at);
    }

    private bool AreUnique(int at)
    {
        var count = _view.Tokens[at].Extra;
        if (count > FewItems)
            return AreUniqueByHash(at, count);
        var end = _view.Tokens[at].Next;
        for (var a = at + 1; a < end; a = _view.Tokens[a].Next)
        {
            for (var b = _view.Tokens[a].Next; b < end; b = _view.Tokens[b].Next)
            {
                if (JsonEquality.AreEqual(_view, a, _view, b, ref _work))
                    return false;
            }
        }

        return true;
    }

    private bool AreUniqueByHash(int at, int count)
    {
        _buffers.Sorting(count, out var hashes, out var items);
        for (var (item, i) = (at + 1, 0); i < count; item = _view.Tokens[item].Next, i++)
            (hashes[i], items[i]) = (JsonEquality.HashOf(_view, item, ref _work), item);
        if (IsStopped)
            return false;
        hashes.Sort(items);
        for (var i = 1; i < count; i++)
        {
            for (var j = i - 1; j >= 0 && hashes[j] == hashes[i]; j--)
            {
                if (JsonEquality.AreEqual(_view, items[i], _view, items[j], ref _work))
                    return false;
                if (IsStopped)
                    return false;
            }
        }

        return true;
    }

    private bool FitsUnevaluatedItems(SchemaNode node, int at, int marks)
    {
        var (fits, index, end) = (true, 0, _view.Tokens[at].Next);
        for (var item = at + 1; item < end && !IsStopped; item = _view.Tokens[item].Next, index++)
        {
            --_work;
            if (_buffers.IsMarked(marks, index))
                continue;
            _buffers.Mark(marks, index);
            if (Fits(node.UnevaluatedItems!, item, NoMarks))
                continue;
            fits = false;
            if (!Explains)
                break;
        }

        return fits;
    }
}
