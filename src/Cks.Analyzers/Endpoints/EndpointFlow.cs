using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>
/// Follows an endpoint, and the groups that it is in, through calls and local variables of one body. Whatever leaves the body is unknown: a rule may be put on it there.
/// </summary>
internal sealed class EndpointFlow(EndpointTypes types)
{
    private readonly ConditionalWeakTable<IOperation, ILookup<ILocalSymbol, ILocalReferenceOperation>> _locals = new();

    /// <summary>What the endpoint itself is given.</summary>
    public RuleSet OfEndpoint(IInvocationOperation map)
    {
        var rules = new RuleSet();
        Up(map, map, rules, []);
        return rules;
    }

    /// <summary>What the groups around the endpoint are given.</summary>
    public RuleSet OfGroups(IInvocationOperation map)
    {
        var rules = new RuleSet();
        Source(Receiver(map), map, rules, []);
        return rules;
    }

    /// <summary>What a method is called on, as an extension or not.</summary>
    public static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value : null);

    /// <summary>Without the conversions around it.</summary>
    public static IOperation? Bare(IOperation? value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value;
    }

    /// <summary>Goes where a value goes.</summary>
    private void Up(IOperation value, IOperation endpoint, RuleSet rules, HashSet<ISymbol> seen)
    {
        switch (value.Parent)
        {
            case IConversionOperation conversion:
                Up(conversion, endpoint, rules, seen);
                break;
            case IArgumentOperation { Parent: IInvocationOperation call } when ReferenceEquals(Receiver(call), value):
                Call(call, endpoint, rules, seen);
                break;
            case IInvocationOperation call when ReferenceEquals(call.Instance, value):
                Call(call, endpoint, rules, seen);
                break;
            case IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }:
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                Local(declarator.Symbol, endpoint, rules, seen);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target, Parent: IExpressionStatementOperation }:
                Local(target.Local, endpoint, rules, seen);
                break;
            default:
                rules.IsUnknown = true;
                break;
        }
    }

    private void Call(IInvocationOperation call, IOperation endpoint, RuleSet rules, HashSet<ISymbol> seen)
    {
        var method = call.TargetMethod;
        // Another endpoint of a group: it is followed by itself.
        if (method.Name.StartsWith("Map", StringComparison.Ordinal) && IsOfFramework(method))
            return;
        if (IsRule(call))
            Add(call, endpoint, rules);
        else if (method.Name == "WithMetadata")
            Metadata(call, rules);
        else if (method.Name is "Add" or "Finally" || !IsOfFramework(method))
            rules.IsUnknown = true;
        if (types.TakesRules(call.Type))
            Up(call, endpoint, rules, seen);
    }

    private void Add(IInvocationOperation call, IOperation endpoint, RuleSet rules)
    {
        rules.HasRule = true;
        if (!IsAlways(call, endpoint))
            return;
        if (call.TargetMethod.Name == "AllowAnonymous")
            rules.Anonymous.Add(call);
        else if (call.TargetMethod.Name != "RequireAuthorization" || Names(call))
            rules.Guards.Add(call);
    }

    /// <summary>Whether RequireAuthorization says more than that somebody is signed in.</summary>
    private bool Names(IInvocationOperation call) => call.Arguments.Where(a => a.Parameter?.Ordinal > 0).Select(a => Bare(a.Value)).Any(value => value switch
    {
        IArrayCreationOperation { Initializer: { } items } => items.ElementValues.Any(i => IsNamed(Bare(i))),
        _ => IsNamed(value),
    });

    private bool IsNamed(IOperation? value) => value switch
    {
        IObjectCreationOperation made when types.IsAuthorize(made.Type) => made.Arguments.Length > 0
            || made.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Any(a => a.Target is IPropertyReferenceOperation { Property.Name: "Policy" or "Roles" }) == true,
        { Type.SpecialType: SpecialType.System_String } or { Type.Name: "AuthorizationPolicy" } or IDelegateCreationOperation => true,
        _ => false,
    };

    private void Metadata(IInvocationOperation call, RuleSet rules)
    {
        foreach (var argument in call.Arguments.Where(a => a.Parameter?.Ordinal > 0))
        {
            if (Bare(argument.Value) is not IArrayCreationOperation { Initializer: { } items })
            {
                rules.IsUnknown = true;
                continue;
            }

            foreach (var type in items.ElementValues.Select(i => Bare(i)?.Type))
            {
                rules.HasRule |= types.IsRule(type);
                rules.IsUnknown |= type is null or { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.Interface };
            }
        }
    }

    /// <summary>Goes where a value comes from.</summary>
    private void Source(IOperation? value, IOperation endpoint, RuleSet rules, HashSet<ISymbol> seen)
    {
        value = Bare(value);
        if (types.IsApplication(value?.Type))
            return;
        switch (value)
        {
            case IInvocationOperation { TargetMethod.Name: "MapGroup" } group when IsOfFramework(group.TargetMethod):
                Up(group, endpoint, rules, seen);
                Source(Receiver(group), endpoint, rules, seen);
                break;
            case IInvocationOperation call when IsRule(call) || (IsOfFramework(call.TargetMethod) && types.TakesRules(call.Type)):
                Source(Receiver(call), endpoint, rules, seen);
                break;
            case ILocalReferenceOperation local when Assigned(local) is { Length: 1 } only:
                Source(only[0], endpoint, rules, seen);
                break;
            case IParameterReferenceOperation parameter when IsOfUseEndpoints(parameter):
                break;
            default:
                rules.IsUnknown = true;
                break;
        }
    }

    private void Local(ILocalSymbol local, IOperation endpoint, RuleSet rules, HashSet<ISymbol> seen)
    {
        if (!seen.Add(local))
            return;
        foreach (var reference in Locals(endpoint)[local].Where(r => !IsTarget(r)))
            Up(reference, endpoint, rules, seen);
    }

    /// <summary>Everything that a local variable is assigned; nothing for one that gets its value in another way.</summary>
    private IOperation[] Assigned(ILocalReferenceOperation reference)
    {
        var assigned = Locals(reference)[reference.Local].Where(IsTarget).Select(r => r.Parent).OfType<ISimpleAssignmentOperation>().Select(a => a.Value);
        return [.. assigned, .. Root(reference).Descendants().OfType<IVariableDeclaratorOperation>().Where(d => SymbolEqualityComparer.Default.Equals(d.Symbol, reference.Local)).Select(d => d.GetVariableInitializer()?.Value).OfType<IOperation>()];
    }

    private ILookup<ILocalSymbol, ILocalReferenceOperation> Locals(IOperation within) => _locals.GetValue(
        Root(within),
        static root => root.Descendants().OfType<ILocalReferenceOperation>().ToLookup(r => r.Local, (IEqualityComparer<ILocalSymbol>)SymbolEqualityComparer.Default));

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    private static bool IsTarget(ILocalReferenceOperation reference) => reference.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, reference);

    /// <summary>Whether a rule is put on whenever the endpoint is mapped: it stands in a block in which the endpoint is mapped too, and on no condition.</summary>
    private static bool IsAlways(IOperation call, IOperation endpoint)
    {
        var at = call.Parent;
        while (at is IArgumentOperation or IInvocationOperation or IConversionOperation or IExpressionStatementOperation or IVariableInitializerOperation or IVariableDeclaratorOperation or IVariableDeclarationOperation
            or IVariableDeclarationGroupOperation or ISimpleAssignmentOperation or IReturnOperation)
            at = at.Parent;
        for (var around = endpoint.Parent; around is not null; around = around.Parent)
        {
            if (ReferenceEquals(around, at))
                return true;
        }

        return false;
    }

    private static bool IsRule(IInvocationOperation call) => call.TargetMethod.Name is "RequireCaps" or "RequireAnyCap" or "RequireRoles" or "RequireAuthorization" or "AllowAnonymous";

    /// <summary>Whether a method is known to put no rule on what it is called on, unless its name says so.</summary>
    private static bool IsOfFramework(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty && method.ContainingAssembly.Name is var name
        && (name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Cks.", StringComparison.Ordinal) || name.StartsWith("Grpc.AspNetCore", StringComparison.Ordinal));

    private static bool IsOfUseEndpoints(IParameterReferenceOperation reference)
    {
        for (IOperation? at = reference; at is not null; at = at.Parent)
        {
            if (at is IAnonymousFunctionOperation lambda && lambda.Symbol.Parameters.Contains(reference.Parameter, SymbolEqualityComparer.Default))
                return lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "UseEndpoints" } } };
        }

        return false;
    }
}
