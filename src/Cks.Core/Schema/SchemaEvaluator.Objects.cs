namespace Cks.Core;

internal ref partial struct SchemaEvaluator
{
    private bool FitsObject(SchemaNode node, int at, int marks, bool isOpen)
    {
        ref readonly var token = ref _view.Tokens[at];
        var fits = true;
        if (token.Extra < node.MinProperties)
            fits = Break(SchemaRule.MinProperties, node, at);
        if (token.Extra > node.MaxProperties)
            fits = Break(SchemaRule.MaxProperties, node, at);
        if (!fits && !Explains)
            return false;
        if ((node.Properties is not null || node.PatternProperties is not null || node.AdditionalProperties is not null || node.PropertyNames is not null) && !FitsMembers(node, at, marks))
            fits = false;
        if ((fits || Explains) && (node.DependentRequired is not null || node.DependentSchemas is not null) && !FitsDependent(node, at, marks))
            fits = false;
        if ((fits || Explains) && node.UnevaluatedProperties is not null && !isOpen && !FitsUnevaluatedProperties(node, at, marks))
            fits = false;
        return fits && !IsStopped;
    }

    private bool FitsMembers(SchemaNode node, int at, int marks)
    {
        var (fits, index, end, required, properties) = (true, 0, _view.Tokens[at].Next, 0, node.Properties);
        for (var name = at + 1; name < end; name = _view.Tokens[name + 1].Next, index++)
        {
            if (--_work < 0)
                return Stop(SchemaLimit.Work);
            var isEvaluated = false;
            if (properties?.Find(_view.Bytes(name), _view.Tokens[name].Extra, ref _work) is { } entry)
            {
                required += entry.IsRequired ? 1 : 0;
                if (entry.Schema is { } schema)
                {
                    isEvaluated = true;
                    fits &= Fits(schema, name + 1, NoMarks);
                }
            }

            if (node.PatternProperties is { } patterns && (fits || Explains))
            {
                foreach (var (pattern, schema) in patterns)
                {
                    if (!Matches(pattern, _view.Bytes(name)))
                        continue;
                    isEvaluated = true;
                    fits &= Fits(schema, name + 1, NoMarks);
                }
            }

            if (!isEvaluated && node.AdditionalProperties is { } additional)
            {
                isEvaluated = true;
                fits &= additional.Always == false ? Break(SchemaRule.UnknownProperty, node, name + 1) : Fits(additional, name + 1, NoMarks);
            }

            if (node.PropertyNames is { } names)
                fits &= FitsName(node, names, name);
            if (isEvaluated && marks != NoMarks)
                _buffers.Mark(marks, index);
            if ((!fits && !Explains) || Limit != SchemaLimit.None)
                return false;
        }

        return properties is null || required == properties.RequiredCount ? fits : BreakRequired(node, at);
    }

    private bool BreakRequired(SchemaNode node, int at)
    {
        if (!Explains)
            return false;
        for (var i = 0; i < node.Properties!.RequiredCount && !IsStopped; i++)
        {
            if (!Has(at, node.Properties.Required[i]))
                Break(SchemaRule.Required, node, at, i);
        }

        return false;
    }

    /// <summary>A name is a text that stands on the tape: what it breaks is told once, of the property.</summary>
    private bool FitsName(SchemaNode node, SchemaNode names, int name)
    {
        // On the tape the place after a name is its value's, and that is what all texts have.
        return Tries(names, name, NoMarks) || Break(SchemaRule.PropertyName, node, name + 1);
    }

    private bool Has(int at, SchemaName name)
    {
        // Also for an object without properties.
        _work--;
        return _view.Find(at, name.Utf8, name.Hash, ref _work) >= 0;
    }

    private bool FitsDependent(SchemaNode node, int at, int marks)
    {
        var fits = true;
        for (var i = 0; i < node.DependentRequired?.Length; i++)
        {
            var (name, required) = node.DependentRequired[i];
            if (IsStopped || !Has(at, name) || Has(at, required))
                continue;
            fits = Break(SchemaRule.DependentRequired, node, at, i);
            if (!Explains)
                return false;
        }

        foreach (var (name, schema) in node.DependentSchemas ?? [])
        {
            if (IsStopped || !Has(at, name) || Fits(schema, at, marks))
                continue;
            fits = false;
            if (!Explains)
                return false;
        }

        return fits;
    }

    private bool FitsUnevaluatedProperties(SchemaNode node, int at, int marks)
    {
        var (fits, index, end, schema) = (true, 0, _view.Tokens[at].Next, node.UnevaluatedProperties!);
        for (var name = at + 1; name < end && !IsStopped; name = _view.Tokens[name + 1].Next, index++)
        {
            --_work;
            if (_buffers.IsMarked(marks, index))
                continue;
            _buffers.Mark(marks, index);
            if (schema.Always == false ? Break(SchemaRule.UnknownProperty, node, name + 1) : Fits(schema, name + 1, NoMarks))
                continue;
            fits = false;
            if (!Explains)
                break;
        }

        return fits;
    }
}
