using System.Reflection;
using System.Reflection.Metadata;

namespace Cks.Cli;

/// <summary>Finds the actions of controllers, the pages and the hubs of an application, and what each asks; and policies, for endpoints that ask by name.</summary>
internal sealed class AppEndpoints(AppAssembly assembly, AppPolicies policies)
{
    private const string Controller = "Microsoft.AspNetCore.Mvc.ControllerBase";
    private const string Page = "Microsoft.AspNetCore.Mvc.RazorPages.PageModel";
    private const string Hub = "Microsoft.AspNetCore.SignalR.Hub";
    private const string TypedHub = "Microsoft.AspNetCore.SignalR.Hub`1";

    // A controller and a page are filters of their own requests: before each they may answer in its place.
    private static readonly string[] FilterMethods =
        ["OnActionExecuting", "OnActionExecuted", "OnActionExecutionAsync", "OnPageHandlerExecuting", "OnPageHandlerExecutionAsync", "OnPageHandlerSelected", "OnPageHandlerSelectionAsync", "OnAuthorization", "OnAuthorizationAsync", "OnResourceExecuting", "OnResourceExecutionAsync"];

    private readonly RuleAttributes _attributes = new(policies);
    private readonly HashSet<TypeDefinitionHandle> _seen = [];

    /// <summary>All of them, in the order of the assembly; policies last.</summary>
    public IReadOnlyList<AppEndpoint> Find()
    {
        var found = new List<AppEndpoint>();
        foreach (var type in assembly.Types)
        {
            if (IsController(type))
                found.AddRange(Actions(type));
            else if (type.IsPublicClass && type.Is(Page))
                found.Add(PageOf(type));
            else if (type.IsPublicClass && type.Is(Hub, TypedHub))
                found.AddRange(Methods(type));
        }

        found.AddRange(policies.All.Select(p => new AppEndpoint("", $"policy \"{p.Name}\" ({p.Where})", "policies", p.Name, p.Rule)));
        return found;
    }

    /// <summary>Rules on types and methods that are none of these: components, services of gRPC, lambdas. Asked after <see cref="Find"/>.</summary>
    public IEnumerable<(string Where, string Why)> Others()
    {
        foreach (var type in assembly.Types.Where(t => !_seen.Contains(t.Handle)))
        {
            if (_attributes.Of(assembly, type.Definition.GetCustomAttributes()) is { IsStated: true, IsGuarded: false, IsOpen: false } && !type.Is("System.Attribute"))
                yield return (type.Name, "its rule is on a type that is no controller, page or hub");
            foreach (var method in type.Definition.GetMethods())
                if (_attributes.Of(assembly, assembly.Reader.GetMethodDefinition(method).GetCustomAttributes()) is { IsStated: true, IsGuarded: false, IsOpen: false })
                    yield return (AppNames.Of(assembly, method), "its rule is on a method that is no action and no method of a hub");
        }
    }

    private static bool IsController(AppType type) => type.IsPublicClass && type.Definition.GetGenericParameters().Count == 0
        && (type.Is(Controller) || Marked(type, "Microsoft.AspNetCore.Mvc.ControllerAttribute") || type.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase))
        && !Marked(type, "Microsoft.AspNetCore.Mvc.NonControllerAttribute");

    private IEnumerable<AppEndpoint> Actions(AppType type)
    {
        var rule = policies.OfControllers.And(OfType(type, Controller));
        var name = type.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase) && type.Name.Length > 10 ? type.Name[..^10] : type.Name;
        foreach (var (method, stated) in MethodsOf(type, Controller))
            yield return new(type.FullName, $"{type.Name}.{method}", name, method.EndsWith("Async", StringComparison.Ordinal) && method.Length > 5 ? method[..^5] : method, rule.And(stated));
    }

    private AppEndpoint PageOf(AppType type)
    {
        _seen.Add(type.Handle);
        var space = type.Reader.GetString(type.Definition.Namespace);
        var folder = space.IndexOf(".Pages", StringComparison.Ordinal) is > 0 and var at ? space[(at + 6)..].Trim('.') : "";
        var name = type.Name.EndsWith("Model", StringComparison.Ordinal) && type.Name.Length > 5 ? type.Name[..^5] : type.Name;
        return new(type.FullName, type.Name, "pages", $"{folder} {name}", policies.OfPages.And(OfType(type, Page)));
    }

    private IEnumerable<AppEndpoint> Methods(AppType type)
    {
        var rule = policies.OfHubs.And(OfType(type, Hub));
        yield return new(type.FullName, type.Name, type.Name, "connect", rule);
        foreach (var (method, stated) in MethodsOf(type, Hub))
            // A method without a rule of its own is behind that of the connection.
            if (stated.IsStated)
                yield return new(type.FullName, $"{type.Name}.{method}", type.Name, method, stated);
    }

    // Attributes are inherited, so those of every base count; one that cannot be read may have any.
    private AccessRule OfType(AppType type, string root)
    {
        var (chain, beyond) = type.Bases();
        var rule = AccessRule.None;
        foreach (var part in chain)
        {
            if (ReferenceEquals(part.Assembly, assembly))
                _seen.Add(part.Handle);
            rule = rule.And(_attributes.Of(part.Assembly, part.Definition.GetCustomAttributes()));
            if (part.FullName != root && part.FullName != "Microsoft.AspNetCore.Mvc.Controller" && Filters(part))
                rule = rule.And(AccessRule.Unreadable($"{part.Name} filters its requests by code of its own"));
        }

        return beyond is null || beyond == root || beyond is "System.Object" or "Microsoft.AspNetCore.Mvc.Controller" or TypedHub ? rule : rule.And(AccessRule.Unreadable($"{type.Name} derives from {beyond}, which is not beside the application"));
    }

    private IEnumerable<(string Name, AccessRule Rule)> MethodsOf(AppType type, string root)
    {
        var found = new Dictionary<string, AccessRule>(StringComparer.Ordinal);
        foreach (var part in type.Bases().Chain.TakeWhile(t => t.FullName != root && t.FullName != "Microsoft.AspNetCore.Mvc.Controller"))
        {
            foreach (var handle in part.Definition.GetMethods())
            {
                var method = part.Reader.GetMethodDefinition(handle);
                var attributes = method.Attributes;
                if ((attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public || (attributes & (MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.Abstract)) != 0
                    || method.GetGenericParameters().Count > 0 || method.GetCustomAttributes().Any(a => part.Assembly.Resolve(part.Assembly.TypeOf(part.Reader.GetCustomAttribute(a))).Name == "Microsoft.AspNetCore.Mvc.NonActionAttribute"))
                    continue;
                var signature = SignatureNames.Of(part.Reader, method);
                var (name, key) = (part.Reader.GetString(method.Name), $"{part.Reader.GetString(method.Name)}({string.Join(',', signature.ParameterTypes)})");
                if (FilterMethods.Contains(name))
                    continue;
                if (name is "Dispose" or "DisposeAsync" or "OnConnectedAsync" or "OnDisconnectedAsync" or "ToString" or "Equals" or "GetHashCode")
                    continue;
                var rule = _attributes.Of(part.Assembly, method.GetCustomAttributes());
                // What overrides has the attributes of what it overrides as well.
                found[key] = found.TryGetValue(key, out var lower) ? lower.And(rule) : rule;
            }
        }

        return found.Select(f => (f.Key[..f.Key.IndexOf('(', StringComparison.Ordinal)], f.Value));
    }

    private static bool Filters(AppType type) => type.Definition.GetMethods().Any(m => FilterMethods.Contains(type.Reader.GetString(type.Reader.GetMethodDefinition(m).Name)));

    private static bool Marked(AppType type, string attribute) =>
        type.Bases().Chain.Any(t => t.Definition.GetCustomAttributes().Any(a => t.Assembly.Resolve(t.Assembly.TypeOf(t.Reader.GetCustomAttribute(a))).Name == attribute));
}
