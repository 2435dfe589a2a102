using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Cks.Cli;

/// <summary>
/// What an application's authorization policies ask, as far as its code says so for certain: names and roles that stand in it as texts, in code that does not branch. What else an assembly may do to them (a name
/// that is not known, a provider of its own) makes none of them certain.
/// </summary>
internal sealed class AppPolicies
{
    private const string Controllers = "Microsoft.AspNetCore.Builder.ControllerActionEndpointConventionBuilder";
    private const string Pages = "Microsoft.AspNetCore.Builder.PageActionEndpointConventionBuilder";
    private const string Hubs = "Microsoft.AspNetCore.Builder.HubEndpointConventionBuilder";

    private readonly AppAssembly _assembly;
    // What is asked of all of a kind. A policy or the default may be said further on in the assembly, so it is looked up in the end.
    private readonly List<(string Kind, Func<AccessRule> Rule)> _everywhere = [];
    private readonly Dictionary<string, (string Name, AccessRule Rule, string Where)> _named = new(StringComparer.OrdinalIgnoreCase);
    private string? _provider;
    private string? _doubt;
    private AccessRule? _default;
    private string _where = "";
    private bool _isInside;

    public AppPolicies(AppAssembly assembly)
    {
        _assembly = assembly;
        if (assembly.Types.FirstOrDefault(t => t.Is("Microsoft.AspNetCore.Authorization.IAuthorizationPolicyProvider", "Microsoft.AspNetCore.Authorization.DefaultAuthorizationPolicyProvider")) is { } provider)
            _provider = $"{provider.Name} answers policy names by code of its own";
        foreach (var handle in assembly.Reader.MethodDefinitions)
            Read(handle);
        _doubt = _provider ?? _doubt;
    }

    /// <summary>The policies by name, in the order of their names.</summary>
    public IEnumerable<(string Name, AccessRule Rule, string Where)> All => _named.Values.Select(p => p with { Rule = Doubted(p.Rule) }).OrderBy(p => p.Name, StringComparer.Ordinal);

    /// <summary>What a plain [Authorize] asks.</summary>
    public AccessRule Default => _provider is null ? _default ?? AccessRule.SignedIn : AccessRule.Unreadable(_provider);

    /// <summary>Rules that are stated for all controllers, all pages or all hubs at once.</summary>
    public AccessRule OfControllers => Of(Controllers);

    /// <inheritdoc cref="OfControllers"/>
    public AccessRule OfPages => Of(Pages);

    /// <inheritdoc cref="OfControllers"/>
    public AccessRule OfHubs => Of(Hubs);

    /// <summary>Rules of endpoints and groups that cannot be given a capability: where, and why.</summary>
    public List<(string Where, string Why)> Unread { get; } = [];

    /// <summary>Where policies are asked for by name in code: where, and the name.</summary>
    public List<(string Where, string Name)> Used { get; } = [];

    /// <summary>What a policy asks.</summary>
    public AccessRule Find(string name) => IsGuard(name) ? AccessRule.Guarded : _named.TryGetValue(name, out var policy) ? Doubted(policy.Rule)
        : AccessRule.Unreadable(_doubt ?? $"nothing in the assembly adds the policy \"{name}\"");

    // The name that a guard travels by.
    private static bool IsGuard(string name) => name.StartsWith("cks:", StringComparison.Ordinal);

    private AccessRule Doubted(AccessRule rule) => _doubt is null ? rule : rule.And(AccessRule.Unreadable(_doubt));

    private void Read(MethodDefinitionHandle handle)
    {
        var method = _assembly.Reader.GetMethodDefinition(handle);
        if (_assembly.CodeOf(method) is not { Length: > 0 } il)
            return;
        _where = AppNames.Of(_assembly, handle);
        if (IlInstruction.Read(il) is not { } code)
            _doubt ??= $"{_where} is not code that can be followed";
        else if (Calls(code).Any(AppCalls.IsOfInterest))
            new IlFollower(_assembly, Called).Follow(handle, null, isStraight: false);
    }

    // All are looked at: one that registers a provider is of no interest otherwise.
    private List<IlCall> Calls(IReadOnlyList<IlInstruction> code)
    {
        List<IlCall> calls = [.. code.Where(i => i.Code == OpCodes.Call || i.Code == OpCodes.Callvirt || i.Code == OpCodes.Newobj).Select(i => IlCall.Of(_assembly, i.Operand)).OfType<IlCall>()];
        if (calls.Exists(c => c.Arguments.Contains(AppCalls.Provider) && !c.Name.StartsWith("Get", StringComparison.Ordinal)))
            _provider ??= $"{_where} may register a provider that answers policy names by code of its own";
        return calls;
    }

    private IlValue? Called(IlCall call, IlValue[] arguments)
    {
        if (call.Type == AppCalls.Builder)
            return OfBuilder(call, arguments);
        if (AppCalls.IsFilter(call))
        {
            var made = arguments is [IlPolicy or IlText] ? RuleOf(arguments[0]) : AccessRule.Unreadable($"an AuthorizeFilter of {_where}");
            Func<AccessRule> rule = arguments.Length == 0 ? () => Default : () => made;
            _everywhere.AddRange([(Controllers, rule), (Pages, rule)]);
            return null;
        }

        if (AppCalls.IsPageRule(call))
        {
            var byPath = AccessRule.Unreadable($"{call.Name} of {_where} says who may come by the path");
            _everywhere.Add((Pages, () => byPath));
            return null;
        }

        if (AppCalls.IsNamed(call) || AppCalls.IsDefault(call))
        {
            AddPolicy(call, arguments);
            return null;
        }

        if (AppCalls.IsConvention(call))
        {
            AddConvention(call, arguments);
            return null;
        }

        return null;
    }

    private void AddPolicy(IlCall call, IlValue[] arguments)
    {
        var rule = RuleOf(arguments[^1]);
        if (AppCalls.IsDefault(call))
            _default = _default is null ? rule : AccessRule.Unreadable("what a plain [Authorize] asks is said more than once");
        if (!AppCalls.IsNamed(call))
            return;
        if (arguments is not [_, IlText { Value: var name }, _])
            _doubt ??= $"{_where} adds a policy by a name that is not a text in its code, which may be any";
        else if (!_named.TryGetValue(name, out var other))
            _named.Add(name, (name, rule, _where));
        else
            _named[name] = other with { Rule = AccessRule.Unreadable($"the policy \"{name}\" is added more than once: by {other.Where} and by {_where}") };
    }

    private void AddConvention(IlCall call, IlValue[] arguments)
    {
        var names = call.Parameters.Count > 1 && arguments[1] is IlTexts { Known: { } known } ? known : null;
        var isPlain = call.Parameters.Count == 1 || names is [];
        var unread = !isPlain && names is null ? AccessRule.Unreadable($"RequireAuthorization of {_where} is given something that is not a text in its code") : null;
        if (call.Arguments is [var kind] && kind is Controllers or Pages or Hubs)
        {
            _everywhere.AddRange((names ?? []).Select(n => (kind, (Func<AccessRule>)(() => AccessRule.SignedIn.And(Find(n))))));
            if (isPlain || unread is not null)
                _everywhere.Add((kind, () => unread ?? Default));
            return;
        }

        Used.AddRange((names ?? []).Where(n => !IsGuard(n)).Select(n => (_where, n)));
        if (unread is { Unread: [var why] })
            Unread.Add((_where, why));
    }

    private AccessRule Of(string kind) => _everywhere.Where(e => e.Kind == kind).Aggregate(AccessRule.None, (all, e) => all.And(e.Rule()));

    private AccessRule RuleOf(IlValue value)
    {
        switch (value)
        {
            case IlPolicy policy:
                return policy.Rule;
            case IlMethod when _isInside:
                // Code that builds a policy within another may come back to itself.
                return AccessRule.Unreadable($"the policy of {_where} is added while another is built");
            case IlMethod lambda:
                var built = new IlPolicy();
                _isInside = true;
                var isFollowed = new IlFollower(_assembly, Called).Follow(lambda.Handle, built, isStraight: true);
                _isInside = false;
                return isFollowed ? built.Rule : AccessRule.Unreadable($"the policy of {_where} is built by code that branches");
            default:
                return AccessRule.Unreadable($"the policy of {_where} is not built where it is added");
        }
    }

    private static IlValue? OfBuilder(IlCall call, IlValue[] arguments)
    {
        if (call.Name == ".ctor")
        {
            var made = new IlPolicy();
            if (call.Parameters is not ["System.String[]"])
                made.Ask(AccessRule.Unreadable("it begins with another policy"));
            return made;
        }

        if (arguments is not [IlPolicy policy, ..])
            return null;
        switch (call.Name)
        {
            case "RequireRole":
                policy.Ask(arguments is [_, IlTexts { Known: { Length: > 0 } roles }] ? AccessRule.OneOf(roles) : AccessRule.Unreadable("RequireRole is given something that is not a text in its code"));
                break;
            case "RequireAuthenticatedUser" or "AddAuthenticationSchemes" or "Build":
                break;
            default:
                policy.Ask(AccessRule.Unreadable($"{call.Name} asks for more than roles"));
                break;
        }

        return policy;
    }
}
