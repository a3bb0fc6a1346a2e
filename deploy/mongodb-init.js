// Run by mongosh in the mongodb-init service. Each step asks first, so that a second run changes nothing.
const { ROOT_PASSWORD, APP_PASSWORD } = process.env;
const address = `mongodb://root:${encodeURIComponent(ROOT_PASSWORD)}@mongodb:27017/?authSource=admin`;
const admin = connect(`${address}&directConnection=true`).getSiblingDB("admin");

if (!admin.hello().setName) {
  admin.adminCommand({
    replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: "mongodb:27017" }] },
  });
}
while (!admin.hello().isWritablePrimary) sleep(500);

const application = admin.getSiblingDB("zhengwu");
const access = { pwd: APP_PASSWORD, roles: [{ role: "readWrite", db: "zhengwu" }, { role: "dbAdmin", db: "zhengwu" }] };
if (application.getUser("zhengwu")) application.updateUser("zhengwu", access);
else application.createUser({ user: "zhengwu", ...access });
