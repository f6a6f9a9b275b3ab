using Governance.Web.Hosting;

return await Portal.RunAsync(args);
