var siteInfo = {"siteGuid": "{{ guid }}", "projectName": "/EWB-FRONT"};
