namespace Cks.Rbac.Tests.Model;

/// <summary>Policies, subjects and rows from a seed. Values are few, so that they meet; each edge of time has a tick before and after it.</summary>
internal sealed class RandomModel(int seed)
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Texts = ["", "u1", "u2", "CON-1", "main", "x", "open", "closed", "U1", "ä"]; // a document names no empty one
    private static readonly string[] Statuses = ["open", "late", "closed"];
    private static readonly string[] Own = ["$code", "$id", "$tenant"];
    private static readonly decimal[] Numbers = [1, 2, 3, 5, 2.50m, -7];
    private static readonly DateTimeOffset[] Times = [Noon.AddTicks(-1), Noon, Noon.AddTicks(1), Noon.AddDays(1), Noon.AddMinutes(-5)];
    private static readonly string[] Issuers = ["iss", "other"];
    private static readonly string[] People = ["u1", "u2"];
    private static readonly string[] Tenants = ["main", "x"];
    private readonly Random _random = new(seed);
    private int _ids;
    private int _values;

    public ModelPolicy Policy()
    {
        ModelResource a = new("ma", ["view", "edit", "drop"], ["f", "g", "h"], new Dictionary<string, object>
        {
            ["creator"] = "text",
            ["status"] = Statuses,
            ["total"] = "number",
            ["opened"] = "time",
            ["urgent"] = "flag",
            ["priority"] = (From: 1m, To: 5m),
        }, new Dictionary<string, Terms?>());
        ModelResource b = new("mb", ["view", "edit"], ["f", "k"], new Dictionary<string, object> { ["creator"] = "text", ["kind"] = "text" }, new Dictionary<string, Terms?> { ["subordinate"] = null });
        ModelResource c = new("mc", ["view"], [], new Dictionary<string, object>(), new Dictionary<string, Terms?>());
        // A relation that a condition defines asks for no relation itself.
        a = a with { Relations = new Dictionary<string, Terms?> { ["subordinate"] = null, ["assigned"] = null, ["own"] = Terms(a, 2), ["near"] = Chance(0.5) ? Terms(a, 1) : null } };
        ModelPolicy policy = new([a, b, c], new Dictionary<string, int?> { ["step-up"] = 300, ["short"] = 1, ["notify"] = null }, []);
        var roles = new List<ModelRole>();
        for (var i = 0; i < _random.Next(1, 5); i++)
            roles.Add(new($"r{i}", [.. Enumerable.Range(0, i).Where(_ => Chance(0.3)).Select(p => $"r{p}")], [.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Rule(policy))]));
        return policy with { Roles = roles };
    }

    public ModelSubject Subject(ModelPolicy policy)
    {
        string[] capabilities = [.. policy.Resources.SelectMany(r => r.Actions.Select(a => $"{r.Name}:{a}"))];
        var now = Pick(Times);
        ModelSubject subject = new(Pick(Issuers), Chance(0.2) ? "" : Pick(People), Chance(0.1) ? "" : Pick(Tenants), Pick(["", "CON-1", "x", "u2"]), [.. policy.Roles.Select(r => r.Name).Append("r9").Where(_ => Chance(0.6))])
        {
            Now = now,
            SteppedUpAt = Chance(0.4) ? null : now.AddTicks(Pick([0, 1, -1, -300 * TimeSpan.TicksPerSecond, (-300 * TimeSpan.TicksPerSecond) - 1, (-300 * TimeSpan.TicksPerSecond) + 1, -TimeSpan.TicksPerDay])),
            Limits = Chance(0.85) ? null : [.. capabilities.Where(_ => Chance(0.7))],
            Narrowed = Chance(0.85) ? new HashSet<string>() : capabilities.Where(_ => Chance(0.3)).ToHashSet(),
        };
        // Nobody, and whoever is in no tenant, has no grants to ask for.
        return subject.Id.Length == 0 || subject.Tenant.Length == 0 || Chance(0.4) ? subject : subject with { Grants = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Grant(policy, subject))] };
    }

    public ModelRow Row(ModelResource resource) => new(
        Chance(0.1) ? null : $"id{_random.Next(4)}",
        resource.Attributes.Where(_ => Chance(0.75)).ToDictionary(a => a.Key, a => Stored(a.Value)),
        resource.Relations.Where(r => r.Value is null && Chance(0.4)).Select(r => r.Key).ToHashSet());

    public ModelRule Rule(ModelPolicy policy, bool? isDeny = null)
    {
        var resource = Chance(0.6) ? policy.Resources[0] : Chance(0.8) ? policy.Resources[1] : policy.Resources[2];
        var deny = isDeny ?? Chance(0.25);
        var when = resource.Attributes.Count > 0 && Chance(0.6) ? Condition(resource) : null;
        var fields = resource.Fields.Length > 0 && Chance(deny ? 0.35 : 0.7) ? Fields(resource, deny) : null;
        List<string> actions = [.. resource.Actions.Where(_ => Chance(0.5)).Select(a => $"{resource.Name}:{a}")];
        if (actions.Count == 0 || Chance(0.2))
            actions.Add($"{resource.Name}:*");
        if (when is null && fields is null && Chance(0.2))
            actions.Add(Pick(["mb:view", "mc:*"]));
        return new($"rule{_ids++}", deny, [.. actions])
        {
            When = when,
            Fields = fields,
            // Ends after it begins.
            From = Chance(0.1) ? Pick([Noon.AddTicks(-1), Noon, Noon.AddTicks(1)]) : null,
            Until = Chance(0.1) ? Pick([Noon.AddTicks(2), Noon.AddDays(1)]) : Chance(0.02) ? Noon.AddDays(1).AddTicks(1) : null,
            Obligations = deny || Chance(0.75) ? [] : [.. policy.Obligations.Keys.Where(_ => Chance(0.5))],
            IsBreakGlass = !deny && Chance(0.1),
        };
    }

    /// <summary>One of at most 64 values, those that a defined relation stands for counted, as each of two definitions is short.</summary>
    public Terms Condition(ModelResource resource)
    {
        while (true)
        {
            _values = 0;
            var terms = Terms(resource, _random.Next(20) == 0 ? 6 : _random.Next(1, 4));
            if (_values <= 64)
                return terms;
        }
    }

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    public bool Chance(double probability) => _random.NextDouble() < probability;

    private Terms Terms(ModelResource resource, int depth)
    {
        var terms = new List<Term>();
        var left = _random.Next(1, 3);
        foreach (var (name, kind) in resource.Attributes.OrderBy(_ => _random.Next()).Take(left))
        {
            if (terms.Count > 0 && Chance(0.4))
                break;
            if (depth <= 1 || Chance(0.6))
                terms.Add(Attribute(name, kind));
        }

        if (resource.Relations.Count > 0 && Chance(0.25))
            terms.Add(Is(resource));
        if (depth > 1 && (terms.Count == 0 || Chance(0.4)))
            terms.Add(_random.Next(3) switch { 0 => new AnyTerm(Parts(resource, depth)), 1 => new AllTerm(Parts(resource, depth)), _ => new NotTerm(Terms(resource, depth - 1)) });
        if (terms.Count == 0)
        {
            var (name, kind) = Pick([.. resource.Attributes]);
            terms.Add(Attribute(name, kind));
        }

        return new([.. terms.OrderBy(_ => _random.Next())]);
    }

    private List<Terms> Parts(ModelResource resource, int depth) => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Terms(resource, depth - 1))];

    private IsTerm Is(ModelResource resource)
    {
        string[] names = [.. resource.Relations.Keys.Where(_ => Chance(0.4))];
        if (names.Length == 0)
            names = [Pick([.. resource.Relations.Keys])];
        _values += names.Sum(n => resource.Relations[n] is { } meaning ? 1 + Count(meaning) : 1);
        return new(names);
    }

    private Term Attribute(string name, object kind)
    {
        var isOrdered = kind is "number" or "time" or (decimal, decimal);
        if (Chance(isOrdered ? 0.4 : 0.7))
            return new OneOfTerm(name, Values(kind));
        var operators = new Dictionary<string, object[]>();
        if (!isOrdered || Chance(0.3))
            operators["not"] = Values(kind);
        foreach (var order in (string[])["lt", "le", "gt", "ge"])
        {
            if (isOrdered && Chance(0.35))
            {
                operators[order] = [Value(kind)];
                _values++;
            }
        }

        if (operators.Count == 0)
            operators["not"] = Values(kind);
        return new OperatorsTerm(name, operators);
    }

    private object[] Values(object kind)
    {
        object[] values = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Value(kind))];
        _values += values.Length;
        return values;
    }

    private object Value(object kind) => kind switch
    {
        "text" => Chance(0.5) ? Pick(Own) : Pick(Texts[1..]),
        string[] values => Chance(0.15) ? Pick(Own) : Pick(values),
        "number" => Pick(Numbers),
        "time" => Pick(Times),
        "flag" => Chance(0.5),
        _ => (object)(decimal)_random.Next(1, 6),
    };

    // A row may hold what the document says it never does: decisions do not rest on the list or the bounds.
    private object Stored(object kind) => kind switch
    {
        "text" => Pick(Texts),
        string[] values => Chance(0.1) ? Pick(Texts) : Pick(values),
        "number" => Pick(Numbers) * (Chance(0.2) ? 1.00m : 1),
        "time" => Pick(Times).ToOffset(TimeSpan.FromHours(_random.Next(-3, 4))),
        "flag" => Chance(0.5),
        _ => (object)(Chance(0.1) ? Pick<decimal>([0, 6, 2.5m]) : _random.Next(1, 6)),
    };

    private ModelFields Fields(ModelResource resource, bool deny)
    {
        string[] Some(IEnumerable<string> of, double all) => Chance(all) ? ["*"] : [.. of.Where(_ => Chance(0.5))];
        var read = Chance(deny ? 0.4 : 0.1) ? null : Some(resource.Fields, 0.1);
        if (deny)
        {
            string[]? Hidden() => Chance(0.7) ? null : Some(resource.Fields, 0.1);
            ModelFields hidden = new(read, Hidden(), Hidden(), Hidden());
            return ((string[]?[])[hidden.Read, hidden.Write, hidden.Filter, hidden.Sort]).Any(l => l is { Length: > 0 }) ? hidden : hidden with { Write = [resource.Fields[^1]] };
        }

        string[] readable = read is null ? [] : read is ["*"] ? resource.Fields : read;
        return new(read, Chance(0.5) ? null : Some(resource.Fields, 0.1), Chance(0.6) ? null : Some(readable, 0.05), Chance(0.6) ? null : Some(readable, 0.05));
    }

    private ModelGrant Grant(ModelPolicy policy, ModelSubject subject)
    {
        var resource = Pick(policy.Resources);
        var kind = Pick(["role", "permit", "deny", "breakGlass"]);
        var name = kind switch { "role" => $"r{_random.Next(5)}", "breakGlass" => "", _ => Chance(0.05) ? "ma:unheard-of" : $"{resource.Name}:{Pick(resource.Actions)}" };
        var isRule = kind is "permit" or "deny";
        var hasFields = isRule && resource.Fields.Length > 0 && Chance(0.5);
        ModelGrant grant = new($"g{_ids++}", kind, name, Chance(0.1) ? Pick(Issuers) : subject.Issuer, Chance(0.1) ? Pick(People) : subject.Id, Chance(0.1) ? Pick(Tenants) : subject.Tenant)
        {
            When = isRule && resource.Attributes.Count > 0 && Chance(0.4) ? Condition(resource) : null,
            Read = hasFields ? [resource.Fields[0]] : null,
            Write = hasFields && Chance(0.5) ? [Pick(resource.Fields)] : null,
            From = Chance(0.3) ? Pick([Noon.AddTicks(-1), Noon, Noon.AddTicks(1)]) : default,
            Until = Chance(0.3) ? Pick([Noon.AddTicks(2), Noon.AddDays(1)]) : null,
            IsSuspended = Chance(0.05),
        };
        return isRule && grant.When is null && Chance(0.1) ? grant with { IsUnreadable = true } : grant;
    }

    private static int Count(Terms terms) => terms.All.Sum(t => t switch
    {
        OneOfTerm one => one.Values.Length,
        OperatorsTerm operators => operators.Operators.Values.Sum(v => v.Length),
        AnyTerm any => any.Parts.Sum(Count),
        AllTerm all => all.Parts.Sum(Count),
        NotTerm not => Count(not.Part),
        _ => 0,
    });
}
